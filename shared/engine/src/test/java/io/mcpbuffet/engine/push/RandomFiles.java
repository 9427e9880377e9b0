package io.mcpbuffet.engine.push;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/** Tables of random rows in files that differ in what they hold. */
final class RandomFiles {
    static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "big", Types.LongType.get()),
            Types.NestedField.optional(3, "small", Types.IntegerType.get()),
            Types.NestedField.optional(4, "x", Types.DoubleType.get()),
            Types.NestedField.optional(5, "f", Types.FloatType.get()),
            Types.NestedField.optional(6, "price", Types.DecimalType.of(9, 2)),
            Types.NestedField.optional(7, "word", Types.StringType.get()),
            Types.NestedField.optional(8, "d", Types.DateType.get()),
            Types.NestedField.optional(9, "plain_ts", Types.TimestampType.withoutZone()),
            Types.NestedField.optional(10, "ts", Types.TimestampType.withZone()),
            Types.NestedField.optional(11, "flag", Types.BooleanType.get()));

    private RandomFiles() {}

    /** Rows near each other in a random column share a file, as they do where data is loaded over time. */
    static void make(Lake lake, String name, Random random) {
        Table table = lake.create(name, SCHEMA, spec(random));
        RandomPredicates values = new RandomPredicates(random);
        List<Record> rows = new ArrayList<>();
        for (long id = 0; id < 240; id++) {
            Record row = GenericRecord.create(table.schema());
            row.setField("id", id);
            table.schema().columns().subList(1, 11).forEach(field -> row.setField(field.name(), values.value(field)));
            rows.add(row);
        }
        Types.NestedField sorted = table.schema().columns().get(1 + random.nextInt(10));
        rows.sort(Comparator.comparing(
                row -> row.getField(sorted.name()), Comparator.nullsFirst(Comparator.comparing(Object::toString))));
        AppendFiles append = table.newAppend();
        for (int from = 0; from < rows.size(); from += 24) {
            Map<String, List<Record>> parts = new LinkedHashMap<>();
            for (Record row : rows.subList(from, Math.min(from + 24, rows.size()))) {
                PartitionKey key = new PartitionKey(table.spec(), table.schema());
                key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(row));
                parts.computeIfAbsent(key.toPath(), any -> new ArrayList<>()).add(row);
            }
            parts.values().forEach(part -> append.appendFile(Lake.write(table, part)));
        }
        append.commit();
    }

    private static PartitionSpec spec(Random random) {
        PartitionSpec.Builder spec = PartitionSpec.builderFor(SCHEMA);
        return switch (random.nextInt(7)) {
            case 0 -> spec.month("d").build();
            case 1 -> spec.day("ts").build();
            case 2 -> spec.bucket("small", 3).build();
            case 3 -> spec.truncate("word", 1).build();
            case 4 -> spec.identity("flag").build();
            case 5 -> spec.truncate("price", 100).build();
            default -> spec.build();
        };
    }
}
