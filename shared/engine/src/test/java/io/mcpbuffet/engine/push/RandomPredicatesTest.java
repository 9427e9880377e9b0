package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Leaving files out never changes an answer: random conditions over random tables, with push-down and without. More of them with
 * {@code -Dpush.tables=N}, others with {@code -Dpush.seed=N}.
 */
class RandomPredicatesTest {
    private static final int TABLES = Integer.getInteger("push.tables", 3);
    private static final long SEED = Long.getLong("push.seed", 20_261_125);
    private static final int PREDICATES = 40;
    private static final Schema SCHEMA = new Schema(
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

    @TempDir
    private Path directory;

    private long filesRead;
    private long filesTotal;

    @Test
    void agreeWithAndWithoutPushDown() {
        Lake lake = new Lake(directory);
        for (int i = 0; i < TABLES; i++) {
            make(lake, "t" + i, new Random(SEED + i));
        }
        try (FederatedEngine pushing = engine(lake, true);
                FederatedEngine whole = engine(lake, false)) {
            for (int i = 0; i < TABLES; i++) {
                compare(pushing, whole, "t" + i, SEED + i);
            }
        }
        System.out.println("Files read " + filesRead + " of " + filesTotal + ", seed " + SEED);
        assertThat(filesRead).isLessThan(filesTotal * 9 / 10);
    }

    private static FederatedEngine engine(Lake lake, boolean pushDown) {
        return new FederatedEngine(
                lake.open(pushDown), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    private void compare(FederatedEngine pushing, FederatedEngine whole, String table, long seed) {
        RandomPredicates random = new RandomPredicates(new Random(seed * 31));
        List<String> predicates = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        for (int i = 0; i < PREDICATES; i++) {
            String predicate = random.predicate(
                    SCHEMA.columns().subList(1, SCHEMA.columns().size()), 2);
            predicates.add(predicate);
            counts.add("count(*) FILTER (WHERE " + predicate + "), sum(id) FILTER (WHERE " + predicate + ")");
        }
        QueryResult all = run(whole, "SELECT " + String.join(", ", counts) + " FROM " + table);
        List<Object> expected = all.page().rows().get(0);
        filesTotal += PREDICATES * all.filesRead().orElseThrow();
        for (int i = 0; i < PREDICATES; i++) {
            QueryResult found = run(pushing, "SELECT count(*), sum(id) FROM " + table + " WHERE " + predicates.get(i));
            assertThat(found.page().rows().get(0))
                    .as("seed %d, table %s: %s", seed, table, predicates.get(i))
                    .isEqualTo(expected.subList(2 * i, 2 * i + 2));
            filesRead += found.filesRead().orElseThrow();
        }
    }

    private static QueryResult run(FederatedEngine engine, String sql) {
        return engine.run(
                new Query(sql, AsOf.LATEST, Optional.empty(), 10, Duration.ofSeconds(60), Optional.empty()),
                Progress.NONE);
    }

    /** Rows near each other in a random column share a file, as they do where data is loaded over time. */
    private static void make(Lake lake, String name, Random random) {
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
