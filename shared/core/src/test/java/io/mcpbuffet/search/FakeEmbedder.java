package io.mcpbuffet.search;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Knows of two meanings: what is about people, and all else. */
final class FakeEmbedder implements Embedder, Embedder.Provider {
    final List<String> texts = new CopyOnWriteArrayList<>();
    /** Until it is open the model is being loaded. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    private final String model;

    FakeEmbedder() {
        this("fake");
    }

    FakeEmbedder(String model) {
        this.model = model;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Embedder open() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    @Override
    public List<float[]> embed(List<String> some) {
        texts.addAll(some);
        return some.stream()
                .map(t -> t.contains("customers") || t.contains("people") ? new float[] {1, 0} : new float[] {0, 1})
                .toList();
    }
}
