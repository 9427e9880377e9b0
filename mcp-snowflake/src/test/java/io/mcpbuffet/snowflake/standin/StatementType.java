package io.mcpbuffet.snowflake.standin;

import java.util.Locale;
import java.util.Map;

/** The ids by which Snowflake names kinds of statements. */
final class StatementType {
    private static final Map<String, Long> BY_WORD = Map.ofEntries(
            Map.entry("SELECT", 0x1000L),
            Map.entry("VALUES", 0x1000L),
            Map.entry("EXPLAIN", 0x1000L),
            Map.entry("INSERT", 0x3100L),
            Map.entry("UPDATE", 0x3200L),
            Map.entry("DELETE", 0x3300L),
            Map.entry("MERGE", 0x3400L),
            Map.entry("COPY", 0x3600L),
            Map.entry("ALTER", 0x4100L),
            Map.entry("USE", 0x4300L),
            Map.entry("SHOW", 0x4400L),
            Map.entry("DESCRIBE", 0x4500L),
            Map.entry("DESC", 0x4500L),
            Map.entry("LIST", 0x4600L),
            Map.entry("COMMIT", 0x5000L),
            Map.entry("CREATE", 0x6000L),
            Map.entry("DROP", 0x6000L));

    private StatementType() {}

    static long of(String sql) {
        String text = sql.replaceAll("(?s)/\\*.*?\\*/", " ").strip();
        String first = text.replaceFirst("^\\(+", "").split("\\W+", 2)[0].toUpperCase(Locale.ROOT);
        if (first.equals("WITH")) {
            return text.toUpperCase(Locale.ROOT).matches("(?s).*\\b(PROCEDURE|INSERT|MERGE|UPDATE|DELETE)\\b.*")
                    ? 0x3000L
                    : 0x1000L;
        }
        return BY_WORD.getOrDefault(first, 0L);
    }
}
