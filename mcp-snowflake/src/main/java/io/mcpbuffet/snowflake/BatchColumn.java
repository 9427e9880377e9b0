package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.RowBatch;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.function.Function;

/** One column of a batch while it fills. */
abstract class BatchColumn {
    /** From here on the calendars of the driver and of Snowflake agree. */
    private static final long GREGORIAN = LocalDate.of(1583, 1, 1).toEpochDay() * 86_400_000L;

    abstract void add(ResultSet rows, int column, int row) throws SQLException;

    abstract RowBatch.Column column();

    static BatchColumn of(Field field, String table, int size) {
        if (field.type() instanceof DataType.Decimal decimal) {
            return new Decimals(size, decimal.scale());
        }
        if (field.type() instanceof DataType.Scalar scalar) {
            return scalar(scalar.kind(), "The column " + field.name() + " of " + table, size);
        }
        return new Texts(size);
    }

    private static BatchColumn scalar(DataType.Kind kind, String name, int size) {
        return switch (kind) {
            case BOOLEAN ->
                new Longs(size, (rows, i) -> {
                    boolean value = rows.getBoolean(i);
                    return rows.wasNull() ? null : value ? 1L : 0L;
                });
            case INT, LONG ->
                new Longs(size, (rows, i) -> {
                    long value = rows.getLong(i);
                    return rows.wasNull() ? null : value;
                });
            case DATE ->
                new Longs(size, (rows, i) -> {
                    long value = rows.getLong(i);
                    return rows.wasNull() ? null : value;
                });
            case TIME ->
                new Longs(size, (rows, i) -> {
                    String text = rows.getString(i);
                    return text == null ? null : micros(LocalTime.parse(text).toNanoOfDay(), name);
                });
            case TIMESTAMP, TIMESTAMP_NS ->
                new Longs(
                        size,
                        (rows, i) -> instant(
                                rows, i, name, text -> LocalDateTime.parse(text).atOffset(ZoneOffset.UTC)));
            case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
                new Longs(size, (rows, i) -> instant(rows, i, name, SnowflakeCells::zonedTime));
            case FLOAT, DOUBLE -> new Doubles(size);
            case BINARY -> new Binaries(size);
            case STRING, UUID, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> new Texts(size);
        };
    }

    /** The driver's own times are of the Julian calendar before 1582; its texts are not, but take longer. */
    private static Long instant(ResultSet rows, int column, String name, Function<String, OffsetDateTime> parse)
            throws SQLException {
        Timestamp value = rows.getTimestamp(column);
        if (value == null) {
            return null;
        }
        if (value.getTime() > GREGORIAN) {
            return micros(Math.floorDiv(value.getTime(), 1000L), value.getNanos(), name);
        }
        OffsetDateTime time = parse.apply(rows.getString(column));
        return micros(time.toEpochSecond(), time.getNano(), name);
    }

    private static long micros(long seconds, long nanos, String name) {
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), micros(nanos, name));
    }

    /** A time that loses digits would be a wrong answer. */
    private static long micros(long nanos, String name) {
        if (nanos % 1000 != 0) {
            throw LakeException.unsupported(
                            name + " holds nanoseconds, and a join over several catalogs keeps microseconds")
                    .hint("Ask Snowflake about it alone (engine), or leave the column out");
        }
        return nanos / 1000;
    }

    private interface Reader {
        /** null for NULL. */
        Long read(ResultSet rows, int column) throws SQLException;
    }

    private static final class Longs extends BatchColumn {
        private final long[] values;
        private final BitSet nulls = new BitSet();
        private final Reader reader;

        Longs(int size, Reader reader) {
            this.values = new long[size];
            this.reader = reader;
        }

        @Override
        void add(ResultSet rows, int column, int row) throws SQLException {
            Long value = reader.read(rows, column);
            if (value == null) {
                nulls.set(row);
            } else {
                values[row] = value;
            }
        }

        @Override
        RowBatch.Column column() {
            return new RowBatch.Longs(values, nulls);
        }
    }

    private static final class Doubles extends BatchColumn {
        private final double[] values;
        private final BitSet nulls = new BitSet();

        Doubles(int size) {
            values = new double[size];
        }

        @Override
        void add(ResultSet rows, int column, int row) throws SQLException {
            String text = rows.getString(column);
            if (text == null) {
                nulls.set(row);
            } else {
                values[row] = SnowflakeCells.parsed(text);
            }
        }

        @Override
        RowBatch.Column column() {
            return new RowBatch.Doubles(values, nulls);
        }
    }

    /** Unscaled longs while all values fit, texts from then on. */
    private static final class Decimals extends BatchColumn {
        private static final int SURE_DIGITS = 18;

        private final long[] values;
        private final BitSet nulls = new BitSet();
        private final int scale;
        private String[] texts;

        Decimals(int size, int scale) {
            this.values = new long[size];
            this.scale = scale;
        }

        @Override
        void add(ResultSet rows, int column, int row) throws SQLException {
            String text = rows.getString(column);
            if (text == null) {
                nulls.set(row);
                return;
            }
            if (texts == null && !fits(text)) {
                toTexts(row);
            }
            if (texts == null) {
                values[row] = unscaled(text);
            } else {
                texts[row] = text;
            }
        }

        private boolean fits(String text) {
            int dot = text.indexOf('.');
            int decimals = dot < 0 ? 0 : text.length() - dot - 1;
            return text.length() <= SURE_DIGITS && decimals <= scale && text.length() - decimals + scale <= SURE_DIGITS;
        }

        private long unscaled(String text) {
            long value = 0;
            int decimals = -1;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    value = value * 10 + (c - '0');
                    decimals += decimals < 0 ? 0 : 1;
                } else if (c == '.') {
                    decimals = 0;
                } else if (c != '-' || i > 0) {
                    return new BigDecimal(text).movePointRight(scale).longValueExact();
                }
            }
            for (int i = Math.max(decimals, 0); i < scale; i++) {
                value *= 10;
            }
            return text.charAt(0) == '-' ? -value : value;
        }

        private void toTexts(int rows) {
            texts = new String[values.length];
            for (int i = 0; i < rows; i++) {
                texts[i] = nulls.get(i)
                        ? null
                        : BigDecimal.valueOf(values[i], scale).toPlainString();
            }
        }

        @Override
        RowBatch.Column column() {
            return texts == null ? new RowBatch.Longs(values, nulls) : new RowBatch.Texts(texts);
        }
    }

    private static final class Texts extends BatchColumn {
        private final String[] values;

        Texts(int size) {
            values = new String[size];
        }

        @Override
        void add(ResultSet rows, int column, int row) throws SQLException {
            values[row] = rows.getString(column);
        }

        @Override
        RowBatch.Column column() {
            return new RowBatch.Texts(values);
        }
    }

    private static final class Binaries extends BatchColumn {
        private final byte[][] values;

        Binaries(int size) {
            values = new byte[size][];
        }

        @Override
        void add(ResultSet rows, int column, int row) throws SQLException {
            values[row] = rows.getBytes(column);
        }

        @Override
        RowBatch.Column column() {
            return new RowBatch.Binaries(values);
        }
    }
}
