package io.mcpbuffet.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A call of a tool that has ended.
 *
 * @param sql the statement, where the tool takes one
 * @param tables full names of what was read or asked for
 * @param engine that ran the statement; empty for none
 * @param rows of the answer; 0 where it has none
 * @param bytes read for it, as far as known
 * @param files read for it, as far as known
 * @param outcome {@code ok}, {@code CANCELLED}, or the code of the error
 */
public record CallRecord(
        Instant start,
        Duration took,
        String principal,
        String request,
        String tool,
        Optional<String> sql,
        List<String> tables,
        Optional<String> engine,
        long rows,
        long bytes,
        long files,
        String outcome) {
    public static final String OK = "ok";
    public static final String CANCELLED = "CANCELLED";

    public CallRecord {
        tables = List.copyOf(tables);
    }
}
