package io.mcpbuffet.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of {@code limits:}, each with its bounds. */
enum LimitSetting {
    QUERY_MEMORY(
            "query-memory", Type.SIZE, 64L << 20, 1L << 40, "Memory that one query may take before it spills or fails"),
    QUERY_TIMEOUT(
            "query-timeout", Type.DURATION, 1_000, 600_000, "Time that a query may take when the call names none"),
    MAX_ROWS("max-rows", Type.COUNT, 1, 10_000, "Rows of one page of a result, at most"),
    MAX_RESULT("max-result", Type.SIZE, 4 << 10, 256 << 10, "Size of one page of a result, at most"),
    SPOOL("spool", Type.SIZE, 1 << 20, 16L << 30, "Size of one result kept so that `next_cursor` can continue it"),
    CACHE("cache", Type.SIZE, 16 << 20, 1L << 50, "Disk space for copies of remote files"),
    LEAF_ROWS("leaf-rows", Type.COUNT, 1, 1_000_000_000, "Rows that a join may take of one table of another system"),
    LEAF_SIZE("leaf-size", Type.SIZE, 1 << 20, 64L << 30, "Size of the rows that a join may take of such a table"),
    SEARCH("search", Type.SIZE, 1 << 20, 16L << 30, "Memory, and again disk space, for the index of `search_tables`");

    private enum Type {
        SIZE,
        DURATION,
        COUNT
    }

    private final String key;
    private final Type type;
    private final long least;
    private final long most;
    private final String description;

    LimitSetting(String key, Type type, long least, long most, String description) {
        this.key = key;
        this.type = type;
        this.least = least;
        this.most = most;
        this.description = description;
    }

    String key() {
        return key;
    }

    String description() {
        return description;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(LimitSetting::key).toList();
    }

    static Optional<LimitSetting> of(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    /** The amount in bytes, milliseconds or rows; empty for what is none or out of bounds. */
    Optional<Long> read(String text) {
        Optional<Long> amount =
                switch (type) {
                    case SIZE -> Units.size(text);
                    case DURATION -> Units.duration(text).map(Duration::toMillis);
                    case COUNT ->
                        text.strip().matches("\\d{1,15}")
                                ? Optional.of(Long.parseLong(text.strip()))
                                : Optional.empty();
                };
        return amount.filter(a -> a >= least && a <= most);
    }

    /** Such as {@code a size between 64MB and 1TB, such as 2GB}. */
    String expected() {
        String noun =
                switch (type) {
                    case SIZE -> "a size";
                    case DURATION -> "a duration";
                    case COUNT -> "a number";
                };
        return noun + " between " + text(least) + " and " + text(most) + ", such as " + text(amount(Limits.DEFAULT));
    }

    String text(Limits limits) {
        return text(amount(limits));
    }

    private String text(long amount) {
        return switch (type) {
            case SIZE -> Units.text(amount);
            case DURATION -> Units.text(Duration.ofMillis(amount));
            case COUNT -> Long.toString(amount);
        };
    }

    private long amount(Limits limits) {
        return switch (this) {
            case QUERY_MEMORY -> limits.queryMemory();
            case QUERY_TIMEOUT -> limits.queryTimeout().toMillis();
            case MAX_ROWS -> limits.maxRows();
            case MAX_RESULT -> limits.maxResultBytes();
            case SPOOL -> limits.spoolBytes();
            case CACHE -> limits.cacheBytes();
            case LEAF_ROWS -> limits.leafRows();
            case LEAF_SIZE -> limits.leafBytes();
            case SEARCH -> limits.searchBytes();
        };
    }

    /** The limits with the given amounts in place of the defaults. */
    static Limits limits(Map<LimitSetting, Long> amounts) {
        return new Limits(
                QUERY_MEMORY.in(amounts),
                Duration.ofMillis(QUERY_TIMEOUT.in(amounts)),
                Math.toIntExact(MAX_ROWS.in(amounts)),
                Math.toIntExact(MAX_RESULT.in(amounts)),
                SPOOL.in(amounts),
                CACHE.in(amounts),
                LEAF_ROWS.in(amounts),
                LEAF_SIZE.in(amounts),
                SEARCH.in(amounts));
    }

    private long in(Map<LimitSetting, Long> amounts) {
        return amounts.getOrDefault(this, amount(Limits.DEFAULT));
    }
}
