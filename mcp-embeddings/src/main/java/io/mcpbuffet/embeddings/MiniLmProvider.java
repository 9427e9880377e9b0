package io.mcpbuffet.embeddings;

import io.mcpbuffet.search.Embedder;

/** Opens {@link MiniLm}. */
public final class MiniLmProvider implements Embedder.Provider {
    @Override
    public String model() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public Embedder open() {
        return new MiniLm();
    }
}
