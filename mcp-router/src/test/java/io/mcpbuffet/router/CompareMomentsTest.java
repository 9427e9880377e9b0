package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.tool.CallContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tool compare between moments of random Iceberg tables, held against the rows and files that were written. */
class CompareMomentsTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.required(2, "part", Types.StringType.get()),
            Types.NestedField.optional(3, "v", Types.IntegerType.get()));
    private static final int STEPS = 8;
    private static final int PAIRS = 5;

    /** A file of one partition: values by id. */
    private record Written(DataFile file, String part, Map<Long, Integer> rows) {}

    /** The files of a snapshot, and what its last column is called. */
    private record Moment(long snapshot, List<Written> files, String name) {
        Map<Long, Integer> rows() {
            Map<Long, Integer> rows = new TreeMap<>();
            files.forEach(file -> rows.putAll(file.rows()));
            return rows;
        }
    }

    @TempDir
    private Path directory;

    private final List<Written> files = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private Table table;
    private Random random;
    private long next;

    static LongStream seeds() {
        return LongStream.range(40, 40 + Integer.getInteger("buffet.random.tables", 3));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tellsTheRowsFilesAndPartitionsThatDiffer(long seed) throws IOException {
        random = new Random(seed);
        table = LocalCatalog.writing(directory.resolve("lake"))
                .createTable(
                        TableIdentifier.of(Namespace.of("n"), "t"),
                        SCHEMA,
                        PartitionSpec.builderFor(SCHEMA).identity("part").build());
        for (int i = 0; i < STEPS; i++) {
            step(i);
        }
        try (BuffetServer server =
                Configured.open(directory, "catalogs:\n  lake: {kind: iceberg, warehouse: lake}\n")) {
            for (int i = 0; i < PAIRS; i++) {
                int from = random.nextInt(STEPS - 1);
                check(server, moments.get(from), from, from + 1 + random.nextInt(STEPS - 1 - from));
            }
        }
    }

    private void step(int step) throws IOException {
        if (step == STEPS / 2) {
            table.updateSchema().renameColumn("v", "w").commit();
        }
        OverwriteFiles change = table.newOverwrite();
        Written old = files.isEmpty() || random.nextInt(3) == 0 ? null : files.remove(random.nextInt(files.size()));
        if (old != null) {
            change.deleteFile(old.file());
        }
        Written added = old != null && random.nextBoolean()
                ? write(old.part(), changed(old.rows()))
                : write("p" + random.nextInt(3), fresh());
        files.add(added);
        change.addFile(added.file()).commit();
        table.refresh();
        moments.add(new Moment(
                table.currentSnapshot().snapshotId(),
                List.copyOf(files),
                table.schema().findColumnName(3)));
    }

    private Map<Long, Integer> fresh() {
        Map<Long, Integer> rows = new LinkedHashMap<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            rows.put(next++, random.nextInt(5) == 0 ? null : random.nextInt(3));
        }
        return rows;
    }

    /** Some rows as they were, some with another value, some gone and one that is new. */
    private Map<Long, Integer> changed(Map<Long, Integer> before) {
        Map<Long, Integer> rows = new LinkedHashMap<>();
        before.forEach((id, value) -> {
            if (random.nextInt(4) > 0) {
                rows.put(id, random.nextBoolean() ? value : Integer.valueOf(7));
            }
        });
        rows.put(next++, 9);
        return rows;
    }

    private Written write(String part, Map<Long, Integer> rows) throws IOException {
        GenericRecord record = GenericRecord.create(table.schema());
        record.setField("part", part);
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        key.partition(record);
        DataWriter<Record> writer = Avro.writeData(
                        table.io().newOutputFile(table.location() + "/data/" + UUID.randomUUID() + ".avro"))
                .forTable(table)
                .withPartition(key)
                .createWriterFunc(org.apache.iceberg.data.avro.DataWriter::create)
                .build();
        try (writer) {
            for (Map.Entry<Long, Integer> row : rows.entrySet()) {
                Record copy = record.copy();
                copy.setField("id", row.getKey());
                copy.set(2, row.getValue());
                writer.write(copy);
            }
        }
        return new Written(writer.toDataFile(), part, rows);
    }

    private void check(BuffetServer server, Moment left, int from, int to) {
        Moment right = moments.get(to);
        JsonNode told = compare(server, left, right, List.of("id"));
        Map<Long, Integer> before = left.rows();
        Map<Long, Integer> after = right.rows();
        long removed =
                before.keySet().stream().filter(id -> !after.containsKey(id)).count();
        long added =
                after.keySet().stream().filter(id -> !before.containsKey(id)).count();
        long changed = after.keySet().stream()
                .filter(id -> before.containsKey(id) && !Objects.equals(before.get(id), after.get(id)))
                .count();
        assertThat(told.at("/rows/added").asLong(-1)).as(told.toString()).isEqualTo(added);
        assertThat(told.at("/rows/removed").asLong(-1)).isEqualTo(removed);
        boolean renamed = !left.name().equals(right.name());
        assertThat(told.at("/rows/changed").asLong(-1)).isEqualTo(changed);
        assertThat(told.path("row_delta").asLong()).isEqualTo(after.size() - before.size());
        assertThat(told.path("snapshot_count").asInt()).isEqualTo(to - from);
        assertThat(told.at("/schema_changes/0/change").asText("none")).isEqualTo(renamed ? "renamed" : "none");
        List<Written> gone = new ArrayList<>(left.files());
        gone.removeAll(right.files());
        List<Written> come = new ArrayList<>(right.files());
        come.removeAll(left.files());
        assertThat(told.at("/files/added_files").asInt(-1)).isEqualTo(come.size());
        assertThat(told.at("/files/removed_files").asInt(-1)).isEqualTo(gone.size());
        TreeSet<String> touched = new TreeSet<>();
        gone.forEach(file -> touched.add("part=" + file.part()));
        come.forEach(file -> touched.add("part=" + file.part()));
        assertThat(told.at("/files/partitions"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(touched);
        assertThat(told.path("findings"))
                .filteredOn(finding -> finding.path("finding").asText().equals("freshness"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path("left").asText()).isEqualTo(committed(left));
                    assertThat(finding.path("right").asText()).isEqualTo(committed(right));
                    assertThat(finding.path("exact").asBoolean()).isTrue();
                });
        JsonNode bare = compare(server, left, right, List.of()).path("rows");
        assertThat(bare.path("added").asLong(-1)).isEqualTo(added + changed);
        assertThat(bare.path("removed").asLong(-1)).isEqualTo(removed + changed);
    }

    private String committed(Moment moment) {
        return Instant.ofEpochMilli(table.snapshot(moment.snapshot()).timestampMillis())
                .toString();
    }

    private static JsonNode compare(BuffetServer server, Moment left, Moment right, List<String> key) {
        ObjectNode arguments = Json.object()
                .put("left", "lake.n.t")
                .put("left_as_of", Long.toString(left.snapshot()))
                .put("right_as_of", Long.toString(right.snapshot()))
                .put("detail", "rows");
        key.forEach(arguments.putArray("key")::add);
        return server.tools().stream()
                .filter(tool -> tool.name().equals("compare"))
                .findFirst()
                .orElseThrow()
                .handler()
                .call(arguments, new CallContext(Progress.NONE, Instant.now().plusSeconds(120)))
                .structured();
    }
}
