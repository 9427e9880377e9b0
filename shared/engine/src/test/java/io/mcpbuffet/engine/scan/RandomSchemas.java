package io.mcpbuffet.engine.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdatePartitionSpec;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.expressions.Term;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;

/** Schemas and partition specs at random, and changes of them. */
final class RandomSchemas {
    private static final List<String> NAMES = List.of(
            "id",
            "a",
            "A",
            "b",
            "order",
            "select",
            "a b",
            "Ünï",
            "it's",
            "t",
            "c0",
            "e0",
            "file_path",
            "pos",
            "filename",
            "x-y",
            "\"q\"",
            "1st");

    private final Random random;
    private final int version;
    private final AtomicInteger ids = new AtomicInteger();

    RandomSchemas(Random random, int version) {
        this.random = random;
        this.version = version;
    }

    Schema schema() {
        return new Schema(fields(2 + random.nextInt(5), 0));
    }

    private List<Types.NestedField> fields(int count, int depth) {
        List<Types.NestedField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (fields.size() < count) {
            String name = name();
            if (names.add(name)) {
                int id = ids.incrementAndGet();
                fields.add(
                        random.nextInt(4) > 0
                                ? Types.NestedField.optional(id, name, type(depth))
                                : Types.NestedField.required(id, name, type(depth)));
            }
        }
        return fields;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    Type type(int depth) {
        int kind = random.nextInt(depth < 2 ? 22 : 18);
        return switch (kind) {
            case 18, 19 -> Types.StructType.of(fields(1 + random.nextInt(3), depth + 1));
            case 20 ->
                random.nextBoolean()
                        ? Types.ListType.ofOptional(ids.incrementAndGet(), type(depth + 1))
                        : Types.ListType.ofRequired(ids.incrementAndGet(), type(depth + 1));
            case 21 ->
                Types.MapType.ofOptional(
                        ids.incrementAndGet(), ids.incrementAndGet(), Types.StringType.get(), type(depth + 1));
            default -> scalar(kind);
        };
    }

    private Type scalar(int kind) {
        return switch (kind) {
            case 0 -> Types.BooleanType.get();
            case 1, 2 -> Types.IntegerType.get();
            case 3, 4 -> Types.LongType.get();
            case 5 -> Types.FloatType.get();
            case 6 -> Types.DoubleType.get();
            case 7 -> Types.DateType.get();
            case 8 -> Types.TimeType.get();
            case 9 -> Types.TimestampType.withZone();
            case 10 -> Types.TimestampType.withoutZone();
            case 11 -> Types.UUIDType.get();
            case 12 -> Types.FixedType.ofLength(3);
            case 13 -> Types.BinaryType.get();
            case 14 -> Types.DecimalType.of(List.of(4, 9, 18, 25, 38).get(random.nextInt(5)), random.nextInt(3));
            case 15 ->
                version < 3
                        ? Types.StringType.get()
                        : random.nextBoolean()
                                ? Types.TimestampNanoType.withZone()
                                : Types.TimestampNanoType.withoutZone();
            default -> Types.StringType.get();
        };
    }

    PartitionSpec spec(Schema schema) {
        PartitionSpec.Builder builder = PartitionSpec.builderFor(schema);
        for (Types.NestedField field : schema.columns()) {
            if (random.nextInt(6) == 0 && field.type().isPrimitiveType() && !floating(field.type())) {
                builder = builder.identity(field.name(), "p_" + field.fieldId());
            }
        }
        return builder.build();
    }

    private static boolean floating(Type type) {
        return type.typeId() == Type.TypeID.FLOAT || type.typeId() == Type.TypeID.DOUBLE;
    }

    /** One change, to be committed; Iceberg refuses some. */
    UpdateSchema change(Table table) {
        UpdateSchema update = table.updateSchema();
        List<Integer> all =
                new ArrayList<>(TypeUtil.indexById(table.schema().asStruct()).keySet());
        String any = table.schema().findColumnName(all.get(random.nextInt(all.size())));
        List<Types.NestedField> columns = table.schema().columns();
        String column = columns.get(random.nextInt(columns.size())).name();
        return switch (random.nextInt(10)) {
            case 0 -> update.deleteColumn(any);
            case 1, 2 -> update.renameColumn(any, name());
            case 3 -> update.moveFirst(column);
            case 4 -> update.makeColumnOptional(any);
            case 5, 6 -> promoted(update, table.schema(), any);
            default -> added(update, table.schema(), any);
        };
    }

    private UpdateSchema promoted(UpdateSchema update, Schema schema, String name) {
        Type type = schema.findType(name);
        return switch (type.typeId()) {
            case INTEGER -> update.updateColumn(name, Types.LongType.get());
            case FLOAT -> update.updateColumn(name, Types.DoubleType.get());
            case DECIMAL -> {
                Types.DecimalType decimal = (Types.DecimalType) type;
                yield update.updateColumn(
                        name, Types.DecimalType.of(Math.min(38, decimal.precision() + 10), decimal.scale()));
            }
            case DATE -> version < 3 ? update : update.updateColumn(name, Types.TimestampType.withoutZone());
            default -> update;
        };
    }

    private UpdateSchema added(UpdateSchema update, Schema schema, String parent) {
        Type type = type(1);
        boolean inside = schema.findType(parent).isStructType();
        if (version >= 3 && type.isPrimitiveType() && random.nextBoolean()) {
            Literal<?> value = initial(type);
            if (value != null) {
                return random.nextBoolean()
                        ? update.addRequiredColumn(inside ? parent : null, name(), type, null, value)
                        : update.addColumn(inside ? parent : null, name(), type, null, value);
            }
        }
        return update.addColumn(inside ? parent : null, name(), type);
    }

    private static Literal<?> initial(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> Literal.of(true);
            case INTEGER -> Literal.of(7);
            case LONG -> Literal.of(7L);
            case FLOAT -> Literal.of(0.1f);
            case DOUBLE -> Literal.of(-2.5);
            case STRING -> Literal.of("it's");
            case DATE, TIME, TIMESTAMP, DECIMAL, UUID -> Literal.of(text(type)).to(type);
            default -> null;
        };
    }

    private static String text(Type type) {
        return switch (type.typeId()) {
            case DATE -> "1969-12-30";
            case TIME -> "23:59:59.000001";
            case TIMESTAMP ->
                "2024-03-31T02:30:00.000001" + (((Types.TimestampType) type).shouldAdjustToUTC() ? "+00:00" : "");
            case UUID -> "00000000-0000-0001-0000-000000000007";
            default ->
                ((Types.DecimalType) type).scale() == 0 ? "12" : "1." + "2".repeat(((Types.DecimalType) type).scale());
        };
    }

    /** One change, to be committed; Iceberg refuses some. */
    UpdatePartitionSpec repartition(Table table) {
        UpdatePartitionSpec update = table.updateSpec();
        if (random.nextInt(3) == 0 && !table.spec().fields().isEmpty()) {
            return update.removeField(table.spec().fields().get(0).name());
        }
        List<Types.NestedField> columns = table.schema().columns();
        Types.NestedField field = columns.get(random.nextInt(columns.size()));
        String name = field.name();
        Term term =
                switch (random.nextInt(7)) {
                    case 0 -> Expressions.bucket(name, 3);
                    case 1 -> Expressions.truncate(name, 2);
                    case 2 -> Expressions.year(name);
                    case 3 -> Expressions.day(name);
                    case 4 -> Expressions.hour(name);
                    default -> floating(field.type()) ? Expressions.bucket(name, 2) : Expressions.ref(name);
                };
        return update.addField("p" + random.nextInt(1000), term);
    }
}
