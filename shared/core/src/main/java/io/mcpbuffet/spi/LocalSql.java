package io.mcpbuffet.spi;

import io.mcpbuffet.model.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Trusted SQL of our own, for the metadata of DuckDB files and plain files; never text from a client. Runs in the engine worker. */
public interface LocalSql {
    /**
     * All rows of a statement.
     *
     * @param database attached read-only as {@code db} when present
     * @param files what the statement may read besides
     */
    Rows rows(Optional<Path> database, List<Path> files, String sql, List<Object> parameters, Duration timeout);
}
