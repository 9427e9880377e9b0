package io.mcpbuffet.glue;

import java.util.Optional;

/** A database as requests name it. */
record DatabaseName(Optional<String> catalogId, String name) {
    /** For messages. */
    @Override
    public String toString() {
        return "database '" + name + "'"
                + catalogId.map(id -> " of catalog " + id).orElse("");
    }
}
