package io.mcpbuffet.engine.scan;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ByteBuffers;

/** Random conditions on scalars of a schema, also inside of structs, by values that {@link RandomValues} writes. */
record EvolvedPredicates(Random random) {
    private static final List<String> SIGNS = List.of("=", "<>", "<", "<=", ">", ">=");

    /** A scalar as SQL names it. */
    record Scalar(String sql, Type type) {}

    /** Those that can be compared; shown names stand for columns. */
    static List<Scalar> scalars(Schema schema) {
        List<String> shown = ShownNames.of(
                schema.columns().stream().map(Types.NestedField::name).toList());
        List<Scalar> scalars = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            collect(Sql.name(shown.get(i)), schema.columns().get(i).type(), scalars);
        }
        return scalars;
    }

    private static void collect(String sql, Type type, List<Scalar> scalars) {
        if (type.isPrimitiveType()) {
            scalars.add(new Scalar(sql, type));
        } else if (type.isStructType()) {
            List<Types.NestedField> fields = type.asStructType().fields();
            for (Types.NestedField field : fields) {
                boolean twin = fields.stream()
                        .anyMatch(other -> other.fieldId() != field.fieldId()
                                && other.name().equalsIgnoreCase(field.name()));
                if (!twin) {
                    collect(sql + "." + Sql.name(field.name()), field.type(), scalars);
                }
            }
        }
    }

    String predicate(List<Scalar> scalars, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            String left = predicate(scalars, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> "(" + left + " AND " + predicate(scalars, depth - 1) + ")";
                case 1 -> "(" + left + " OR " + predicate(scalars, depth - 1) + ")";
                default -> "NOT (" + left + ")";
            };
        }
        Scalar scalar = scalars.get(random.nextInt(scalars.size()));
        String sql = scalar.sql();
        return switch (random.nextInt(8)) {
            case 0 -> sql + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            case 1 ->
                sql + (random.nextBoolean() ? " IN (" : " NOT IN (") + literal(scalar) + ", " + literal(scalar) + ")";
            case 2 -> sql + " BETWEEN " + literal(scalar) + " AND " + literal(scalar);
            case 3 -> sql + (random.nextBoolean() ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ") + literal(scalar);
            case 4 -> special(scalar).orElseGet(() -> sql + " = " + literal(scalar));
            default -> sql + " " + SIGNS.get(random.nextInt(SIGNS.size())) + " " + literal(scalar);
        };
    }

    private Optional<String> special(Scalar scalar) {
        String sql = scalar.sql();
        return switch (scalar.type().typeId()) {
            case FLOAT, DOUBLE -> Optional.of("isnan(" + sql + ")");
            case STRING -> Optional.of(random.nextBoolean() ? "starts_with(" + sql + ", 'a')" : sql + " LIKE 'Ö%'");
            case DATE, TIMESTAMP ->
                Optional.of(random.nextBoolean() ? "year(" + sql + ") = 2024" : "month(" + sql + ") > 2");
            case INTEGER -> Optional.of(sql + "::BIGINT + 1 > " + random.nextInt(4));
            case BOOLEAN -> Optional.of(sql);
            default -> Optional.empty();
        };
    }

    private String literal(Scalar scalar) {
        Object value = new RandomValues(random).value(scalar.type());
        return "CAST(" + Sql.text(text(value)) + " AS " + name(scalar.type()) + ")";
    }

    private static String name(Type type) {
        return switch (type.typeId()) {
            case LONG -> "BIGINT";
            case STRING -> "VARCHAR";
            case FIXED, BINARY -> "BLOB";
            case TIMESTAMP -> ((Types.TimestampType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ" : "TIMESTAMP";
            case TIMESTAMP_NANO ->
                ((Types.TimestampNanoType) type).shouldAdjustToUTC() ? "TIMESTAMPTZ_NS" : "TIMESTAMP_NS";
            default -> type.toString();
        };
    }

    /** As DuckDB reads it. */
    private static String text(Object value) {
        if (value instanceof ByteBuffer bytes) {
            return hex(ByteBuffers.toByteArray(bytes));
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        return value.toString();
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            text.append("\\x").append(HexFormat.of().toHexDigits(each));
        }
        return text.toString();
    }
}
