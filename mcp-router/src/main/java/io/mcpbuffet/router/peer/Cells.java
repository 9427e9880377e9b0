package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.RowBatch;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;

/** Values of the wire, column by column, in the forms that the engine takes. */
final class Cells {
    private Cells() {}

    /** The type that a column has in a join. Numbers beyond 64 bits are decimals, as far as these reach. */
    static DataType joined(DataType type) {
        if (!(type instanceof DataType.Foreign foreign)) {
            return type;
        }
        return switch (foreign.text()) {
            case "HUGEINT", "UHUGEINT" -> new DataType.Decimal(38, 0);
            case "UBIGINT" -> new DataType.Decimal(20, 0);
            case "JSON" -> new DataType.Scalar(Kind.VARIANT);
            default -> type;
        };
    }

    /** One column of rows. UNSUPPORTED for a value that the engine has no form for. */
    static RowBatch.Column column(String table, Field field, List<JsonNode> rows, int index) {
        try {
            return column(field.type(), rows, index);
        } catch (DateTimeException | IOException e) {
            throw LakeException.of(
                            ErrorCode.UNSUPPORTED,
                            "A value of column '" + field.name() + "' of " + table + ", " + field.type()
                                    + ", has no form here: " + e.getMessage(),
                            e)
                    .hint("Leave the column out, or ask the table's own engine about it alone");
        }
    }

    private static RowBatch.Column column(DataType type, List<JsonNode> rows, int index) throws IOException {
        if (type instanceof DataType.Fixed) {
            return binaries(rows, index);
        }
        if (type instanceof DataType.Scalar scalar) {
            return switch (scalar.kind()) {
                case BOOLEAN, INT, LONG, DATE, TIME, TIMESTAMP, TIMESTAMP_NS, TIMESTAMPTZ, TIMESTAMPTZ_NS ->
                    longs(scalar.kind(), rows, index);
                case FLOAT, DOUBLE -> doubles(rows, index);
                case BINARY -> binaries(rows, index);
                case STRING, UUID, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> texts(type, rows, index);
            };
        }
        return texts(type, rows, index);
    }

    private static RowBatch.Longs longs(Kind kind, List<JsonNode> rows, int index) {
        long[] values = new long[rows.size()];
        BitSet nulls = new BitSet();
        for (int row = 0; row < values.length; row++) {
            JsonNode cell = rows.get(row).path(index);
            if (cell.isNull()) {
                nulls.set(row);
            } else {
                values[row] = whole(kind, cell);
            }
        }
        return new RowBatch.Longs(values, nulls);
    }

    private static long whole(Kind kind, JsonNode cell) {
        return switch (kind) {
            case BOOLEAN -> cell.booleanValue() ? 1 : 0;
            case DATE -> LocalDate.parse(cell.asText()).toEpochDay();
            case TIME -> LocalTime.parse(cell.asText()).toNanoOfDay() / 1000;
            case TIMESTAMP, TIMESTAMP_NS ->
                micros(LocalDateTime.parse(cell.asText()).toInstant(ZoneOffset.UTC));
            case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
                micros(OffsetDateTime.parse(cell.asText()).toInstant());
            default -> Wire.integer(cell);
        };
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static RowBatch.Doubles doubles(List<JsonNode> rows, int index) {
        double[] values = new double[rows.size()];
        BitSet nulls = new BitSet();
        for (int row = 0; row < values.length; row++) {
            JsonNode cell = rows.get(row).path(index);
            if (cell.isNull()) {
                nulls.set(row);
            } else {
                values[row] = cell.isTextual() ? Double.parseDouble(cell.textValue()) : cell.doubleValue();
            }
        }
        return new RowBatch.Doubles(values, nulls);
    }

    private static RowBatch.Binaries binaries(List<JsonNode> rows, int index) throws IOException {
        byte[][] values = new byte[rows.size()][];
        for (int row = 0; row < values.length; row++) {
            JsonNode cell = rows.get(row).path(index);
            values[row] = cell.isNull() ? null : cell.binaryValue();
        }
        return new RowBatch.Binaries(values);
    }

    private static RowBatch.Texts texts(DataType type, List<JsonNode> rows, int index) throws IOException {
        String[] values = new String[rows.size()];
        for (int row = 0; row < values.length; row++) {
            JsonNode cell = rows.get(row).path(index);
            values[row] = cell.isNull() ? null : text(type, cell);
        }
        return new RowBatch.Texts(values);
    }

    private static String text(DataType type, JsonNode cell) throws IOException {
        if (Nested.is(type)) {
            return Json.write(Nested.json(type, cell));
        }
        if (type instanceof DataType.Scalar scalar && scalar.kind() == Kind.VARIANT) {
            return cell.isTextual() ? document(cell.textValue()) : Json.write(cell);
        }
        return cell.isValueNode() ? cell.asText() : Json.write(cell);
    }

    /** A text that is a document already, or as a document. */
    private static String document(String text) {
        try {
            Json.parse(text);
            return text;
        } catch (IOException e) {
            return Json.write(Json.MAPPER.getNodeFactory().textNode(text));
        }
    }
}
