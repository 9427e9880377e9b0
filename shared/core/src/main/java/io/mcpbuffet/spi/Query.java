package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import java.time.Duration;
import java.util.Optional;

/**
 * A statement to run.
 *
 * @param asOf the moment for every table without one of its own in the SQL
 * @param cursor continues an earlier result; the SQL and as_of are then those of that result
 * @param exact no value is cut, and pages are for a program to read
 */
public record Query(
        String sql,
        AsOf asOf,
        Optional<String> engine,
        int maxRows,
        Duration timeout,
        Optional<String> cursor,
        boolean exact) {
    /** For people to read. */
    public Query(
            String sql, AsOf asOf, Optional<String> engine, int maxRows, Duration timeout, Optional<String> cursor) {
        this(sql, asOf, engine, maxRows, timeout, cursor, false);
    }
}
