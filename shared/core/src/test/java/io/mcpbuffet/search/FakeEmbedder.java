package io.mcpbuffet.search;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows of two meanings: what is about people, and all else. */
final class FakeEmbedder implements Embedder {
    final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public String model() {
        return "fake";
    }

    @Override
    public List<float[]> embed(List<String> some) {
        texts.addAll(some);
        return some.stream()
                .map(t -> t.contains("customers") || t.contains("people") ? new float[] {1, 0} : new float[] {0, 1})
                .toList();
    }
}
