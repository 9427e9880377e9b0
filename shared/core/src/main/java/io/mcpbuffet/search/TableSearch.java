package io.mcpbuffet.search;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.TableRef;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches the tables of all catalogs. Nothing is read before the first search; then each catalog is read by a thread of its own, and a
 * search answers with what is known by then. Safe for use by many threads.
 */
public final class TableSearch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableSearch.class);
    /** Changes that are searched at the latest after so many, or so large a part of all. */
    private static final int FEW = 50;

    private static final double PART = 0.25;

    private final Map<String, Share> shares = new LinkedHashMap<>();
    private final Map<String, CatalogSource> sources = new LinkedHashMap<>();
    private final Settings settings;
    private final Semantics semantics;
    private final Sampler sampler;
    private final Meaning meaning;
    private final Optional<Store> store;
    private final ExecutorService threads;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private volatile TableIndex index = TableIndex.of(List.of());

    /**
     * How the index is kept.
     *
     * @param directory where it is remembered from one process to the next; empty for nowhere
     * @param bytes that it may take in memory, and again on the disk
     * @param patience how long after it was begun searches wait for a catalog that is read for the first time
     * @param age after which a search has the catalogs read again
     */
    public record Settings(Optional<Path> directory, long bytes, Duration patience, Duration age) {
        public static Settings of(Optional<Path> directory, long bytes) {
            return new Settings(directory, bytes, Duration.ofSeconds(8), Duration.ofMinutes(1));
        }
    }

    /**
     * What was found, and how much of each catalog was searched.
     *
     * @param searched tables that could have been found
     */
    public record Found(List<Hit> hits, int searched, List<Coverage> catalogs) {
        public Found {
            hits = List.copyOf(hits);
            catalogs = List.copyOf(catalogs);
        }
    }

    private TableSearch(
            Lakehouse lakehouse,
            Settings settings,
            Optional<Embedder.Provider> embedder,
            Sampler sampler,
            Clock clock) {
        this.semantics = Semantics.of(lakehouse.sources());
        this.sampler = sampler;
        this.settings = settings;
        this.meaning = new Meaning(embedder);
        this.store = settings.directory().map(d -> new Store(d, settings.bytes(), meaning.model()));
        Room room = new Room(settings.bytes());
        lakehouse.sources().forEach(source -> {
            sources.put(source.name(), source);
            shares.put(source.name(), new Share(source.name(), lakehouse, clock, room));
        });
        AtomicInteger count = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(0, shares.size() + 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "search-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Reads and loads nothing yet. */
    public static TableSearch of(
            Lakehouse lakehouse, Settings settings, Optional<Embedder.Provider> embedder, Clock clock) {
        return of(lakehouse, settings, embedder, Sampler.NONE, clock);
    }

    /** With what reads values, of catalogs that allow it. */
    public static TableSearch of(
            Lakehouse lakehouse,
            Settings settings,
            Optional<Embedder.Provider> embedder,
            Sampler sampler,
            Clock clock) {
        return new TableSearch(lakehouse, settings, embedder, sampler, clock);
    }

    /** Whether nothing is being read, and every table that is known has its vector where there is a model. */
    public boolean settled() {
        return working.get() == 0 && shares.values().stream().allMatch(Share::readOnce);
    }

    /** What people say about the tables. */
    public Semantics semantics() {
        return semantics;
    }

    /**
     * The best tables first.
     *
     * @param catalog the only one to look in; the caller has checked that there is one of that name
     * @param visible tables that may be found; others have no part in the ranking
     */
    public Found search(String text, Optional<String> catalog, Predicate<TableRef> visible, int limit) {
        List<Share> asked = shares.values().stream()
                .filter(s -> catalog.map(s.name()::equals).orElse(true))
                .toList();
        asked.forEach(this::start);
        await(asked);
        Predicate<TableRef> within = catalog.<Predicate<TableRef>>map(
                        name -> t -> t.catalog().equals(name) && visible.test(t))
                .orElse(visible);
        // The index is taken after the coverage, so that it holds no less than is said.
        List<Coverage> coverage = asked.stream().map(Share::coverage).toList();
        TableIndex current = index;
        List<Hit> hits = current.search(text, meaning.of(text), within, limit);
        return new Found(hits, current.count(within), coverage);
    }

    /** What is known now; a search before has started to read. */
    public TableIndex index() {
        return index;
    }

    private void start(Share share) {
        if (!share.begin(settings.age())) {
            return;
        }
        try {
            threads.execute(() -> {
                working.incrementAndGet();
                try {
                    read(share);
                } finally {
                    share.end();
                    working.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            share.end();
            LOG.debug("The server is closing", e);
        }
    }

    private void read(Share share) {
        CatalogSource source = sources.get(share.name());
        if (!share.readOnce()) {
            store.ifPresent(s -> share.remember(s.load(source)));
        }
        share.read(() -> changed(false), () -> changed(true));
        store.ifPresent(s -> s.save(source, share.known()));
        if (source.sampleValues()) {
            share.sample(sampler, () -> changed(false));
            changed(true);
            store.ifPresent(s -> s.save(source, share.known()));
        }
        embed(share);
    }

    private void await(List<Share> asked) {
        try {
            for (Share share : asked) {
                share.await(settings.patience());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The search was cancelled", e);
        }
    }

    /** Searches see changes in lots that grow with the index, so that all of them together cost little more than the last. */
    private void changed(boolean now) {
        int count = changes.incrementAndGet();
        if (now || count >= Math.max(FEW, PART * index.tables())) {
            publish();
        }
    }

    private synchronized void publish() {
        changes.set(0);
        List<TableText> texts = new ArrayList<>();
        Map<TableRef, Vector> vectors = new HashMap<>();
        for (Share share : shares.values()) {
            for (Known known : share.known()) {
                texts.add(known.text());
                known.vector().ifPresent(v -> vectors.put(known.text().table(), v));
            }
        }
        index = TableIndex.of(semantics.enriched(texts), vectors);
    }

    /** Gives every table of a catalog its vector, after it is known by its words. */
    private void embed(Share share) {
        List<Known> known = share.known();
        List<TableText> texts =
                semantics.enriched(known.stream().map(Known::text).toList());
        Map<TableRef, String> lacking = new LinkedHashMap<>();
        for (int i = 0; i < known.size(); i++) {
            String sentence = texts.get(i).sentence();
            if (!known.get(i).means(sentence)) {
                lacking.put(texts.get(i).table(), sentence);
            }
        }
        boolean[] any = {false};
        meaning.embed(lacking, vectors -> {
            share.put(vectors, lacking);
            publish();
            any[0] = true;
        });
        if (any[0]) {
            store.ifPresent(s -> s.save(sources.get(share.name()), share.known()));
        }
    }

    /** Stops reading; waits only as long as a file takes to be written. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.debug("A catalog is still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
