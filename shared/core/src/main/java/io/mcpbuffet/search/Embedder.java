package io.mcpbuffet.search;

import java.util.List;

/** Turns texts into vectors of meaning. Safe for use by many threads. */
public interface Embedder {
    /** One vector of length 1 for each text, all of the same dimension. */
    List<float[]> embed(List<String> texts);

    /** Loads an embedder. Found by {@link java.util.ServiceLoader}. */
    interface Provider {
        /** The name of the model: vectors of one are never compared with those of another. */
        String model();

        /** Takes its time: it loads the model. */
        Embedder open();
    }
}
