package io.mcpbuffet.snowflake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The database and schema of the sessions, in which short names are looked up; absent where the configuration names none. */
record Home(Optional<String> database, Optional<String> schema) {
    /** The full name, where it can be told. */
    Optional<List<String>> resolve(List<String> parts) {
        List<String> full = new ArrayList<>(parts);
        if (full.size() == 1) {
            if (schema.isEmpty()) {
                return Optional.empty();
            }
            full.add(0, schema.get());
        }
        if (full.size() == 2) {
            if (database.isEmpty()) {
                return Optional.empty();
            }
            full.add(0, database.get());
        }
        return full.size() == 3 ? Optional.of(full) : Optional.empty();
    }
}
