package io.mcpbuffet.embeddings;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.search.Embedder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The quantized all-MiniLM-L6-v2, which comes in its jar and runs in this process: 384 dimensions, no network. Safe for use by many threads. */
final class MiniLm implements Embedder {
    /** The model costs as much again for every 128 words, and what tells tables apart comes first. */
    private static final int MOST_CHARACTERS = 800;
    /** The native library overflows the stack of a usual thread, 1 MB, which ends the process without a word. */
    private static final long STACK = 16 << 20;

    private final ExecutorService thread = thread();
    private final EmbeddingModel model = run(() -> new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run));

    private static ExecutorService thread() {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(null, task, "embedder", STACK);
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        // One by one, so that a question is not kept waiting by a batch.
        texts.forEach(text -> vectors.add(run(() -> vector(text))));
        return vectors;
    }

    private float[] vector(String text) {
        String cut = text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
        TextSegment segment = TextSegment.from(cut.isBlank() ? "-" : cut);
        return model.embed(segment).content().vector();
    }

    private <T> T run(Callable<T> task) {
        try {
            return thread.submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was cancelled", e);
        } catch (ExecutionException e) {
            throw LakeException.of(ErrorCode.INTERNAL, "The model of meaning failed", e.getCause());
        }
    }
}
