package io.mcpbuffet.glue;

import java.util.List;
import java.util.Optional;

/** One answer of a listing: maybe empty, and more to come while there is a token. */
record Chunk<T>(List<T> items, Optional<String> token) {
    Chunk {
        items = List.copyOf(items);
    }
}
