package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import java.time.Duration;
import java.util.Optional;

/**
 * A statement to run.
 *
 * @param asOf the moment for every table without one of its own in the SQL
 * @param cursor continues an earlier result; the SQL and as_of are then those of that result
 */
public record Query(
        String sql, AsOf asOf, Optional<String> engine, int maxRows, Duration timeout, Optional<String> cursor) {}
