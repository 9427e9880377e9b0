package io.mcpbuffet.engine.scan;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Type;
import org.duckdb.DuckDBStruct;

/** One text for one value, whichever reader it comes from. */
final class Canonical {
    private static final long SECOND = 1_000_000_000L;

    /** DuckDB's driver has no type for them. */
    private static final Pattern NANOS_WITH_ZONE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?\\+00");

    private Canonical() {}

    /** Iceberg's generic reader leaves nanoseconds with a zone as they are stored where a column has no other statistics. */
    static String text(Type type, Object value) {
        return type.typeId() == Type.TypeID.TIMESTAMP_NANO && value instanceof Long nanos
                ? text(Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND))
                        .atOffset(ZoneOffset.UTC))
                : text(value);
    }

    static String text(Object value) {
        try {
            return value instanceof Record || value instanceof DuckDBStruct ? struct(value) : other(value);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String struct(Object value) throws SQLException {
        List<String> parts = new ArrayList<>();
        if (value instanceof Record row) {
            row.struct().fields().forEach(f -> parts.add(f.name() + "=" + text(f.type(), row.getField(f.name()))));
        } else {
            ((DuckDBStruct) value).getMap().forEach((name, part) -> parts.add(name + "=" + text(part)));
        }
        return parts.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private static String other(Object value) throws SQLException {
        if (value instanceof Array array) {
            return text(Arrays.asList((Object[]) array.getArray()));
        }
        if (value instanceof Object[] array) {
            return text(Arrays.asList(array));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Canonical::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "->" + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "(", ")"));
        }
        if (value instanceof Blob blob) {
            return hex(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return hex(bytes);
        }
        return scalar(value);
    }

    private static String hex(byte[] bytes) {
        return "x" + HexFormat.of().formatHex(bytes);
    }

    private static String scalar(Object value) {
        // Iceberg's generic reader gives the bytes where a file does not say that they are a UUID
        if (value instanceof UUID uuid) {
            return "x" + uuid.toString().replace("-", "");
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime().toString();
        }
        if (value instanceof LocalDateTime || value instanceof java.time.LocalDate) {
            return value.toString();
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate().toString();
        }
        if (value instanceof java.sql.Time time) {
            return time.toLocalTime().toString();
        }
        if (value instanceof String text && NANOS_WITH_ZONE.matcher(text).matches()) {
            return scalar(OffsetDateTime.parse(text.replace(' ', 'T') + ":00"));
        }
        if (value instanceof OffsetDateTime zoned) {
            return zoned.withOffsetSameInstant(ZoneOffset.UTC).toString();
        }
        return String.valueOf(value);
    }
}
