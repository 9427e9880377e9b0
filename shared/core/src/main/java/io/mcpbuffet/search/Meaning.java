package io.mcpbuffet.search;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model of meaning, where there is one: loaded in the background, and left out for good when it fails. Safe for use by many threads. */
final class Meaning {
    private static final Logger LOG = LoggerFactory.getLogger(Meaning.class);
    private static final int LOT = 512;

    private final Optional<Embedder.Provider> provider;
    private volatile Embedder embedder;
    private volatile boolean failed;

    Meaning(Optional<Embedder.Provider> provider) {
        this.provider = provider;
    }

    boolean present() {
        return provider.isPresent() && !failed;
    }

    /** Tells vectors of one model from those of another; empty without one. */
    String model() {
        return provider.map(Embedder.Provider::model).orElse("");
    }

    /** Empty as long as no model is loaded: nobody waits for it. */
    Optional<Vector> of(String text) {
        Embedder loaded = embedder;
        return loaded == null || failed ? Optional.empty() : vector(loaded, text);
    }

    /** Loads the model at first, and gives the vectors in lots. */
    void embed(Map<TableRef, String> sentences, Consumer<Map<TableRef, Vector>> each) {
        boolean idle = sentences.isEmpty() && embedder != null;
        if (idle || !present()) {
            return;
        }
        Optional<Embedder> loaded = load();
        Map<TableRef, Vector> lot = new HashMap<>();
        sentences.forEach((table, sentence) -> {
            loaded.flatMap(model -> vector(model, sentence)).ifPresent(v -> lot.put(table, v));
            if (lot.size() == LOT) {
                each.accept(lot);
                lot.clear();
            }
        });
        if (!lot.isEmpty()) {
            each.accept(lot);
        }
    }

    /** Native libraries are missing on some machines: then search goes on by words. */
    private synchronized Optional<Embedder> load() {
        if (embedder == null && present()) {
            try {
                embedder = provider.get().open();
            } catch (LakeException | LinkageError e) {
                fail(e);
            }
        }
        return Optional.ofNullable(embedder);
    }

    private Optional<Vector> vector(Embedder model, String text) {
        if (failed) {
            return Optional.empty();
        }
        try {
            return Optional.of(Vector.of(model.embed(List.of(text)).get(0)));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            fail(e);
            return Optional.empty();
        }
    }

    private void fail(Throwable e) {
        failed = true;
        LOG.warn("Search goes on without a model of meaning, which failed", e);
    }
}
