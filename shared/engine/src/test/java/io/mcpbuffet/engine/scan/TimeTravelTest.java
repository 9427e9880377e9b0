package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table that had one row in its first snapshot, three in its second, its column {@code name} renamed to {@code label} and a column
 * {@code size} added, and six in its third; the branch {@code audit} has one more. Another table has one row in each of two snapshots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeTravelTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));

    @TempDir
    private static Path warehouse;

    private LakeEngine lake;
    private List<Snapshot> snapshots;
    private Table table;

    @BeforeAll
    void make() throws InterruptedException {
        lake = new LakeEngine(warehouse);
        table = lake.create("orders", SCHEMA, 2);
        append(table, row(1L, "a"));
        table.manageSnapshots()
                .createTag("first", table.currentSnapshot().snapshotId())
                .commit();
        apart();
        append(table, row(2L, "b"), row(3L, "c"));
        apart();
        Table customers = lake.create("customers", SCHEMA, 2);
        append(customers, row(1L, "one"));
        table.updateSchema()
                .renameColumn("name", "label")
                .addColumn("size", Types.IntegerType.get())
                .commit();
        append(table, row(4L, "d", 4), row(5L, "e", 5), row(6L, "f", 6));
        table.manageSnapshots()
                .createBranch("audit", table.currentSnapshot().snapshotId())
                .commit();
        table.newAppend()
                .appendFile(LakeEngine.writer(table)
                        .data(
                                org.apache.iceberg.FileFormat.PARQUET,
                                List.of(LakeEngine.record(table.schema(), 7L, "g", 7)))
                        .get(0))
                .toBranch("audit")
                .commit();
        apart();
        append(customers, row(2L, "two"));
        lake.create("empty", SCHEMA, 2);
        snapshots = StreamSupport.stream(table.snapshots().spliterator(), false).toList();
    }

    /** Snapshots are told apart by milliseconds. */
    private static void apart() throws InterruptedException {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 2) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    void close() {
        lake.close();
    }

    private String filled(String sql) {
        String filled = sql;
        for (int i = 0; i < snapshots.size(); i++) {
            filled = filled.replace("#id" + i, Long.toString(snapshots.get(i).snapshotId()))
                    .replace("#at" + i, instant(i).toString().replace('T', ' ').replace("Z", "+00"));
        }
        return filled;
    }

    private Instant instant(int snapshot) {
        return Instant.ofEpochMilli(snapshots.get(snapshot).timestampMillis());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders | 6",
                "orders AT (VERSION => #id0) | 1",
                "orders AT (VERSION => '#id1') | 3",
                "orders o AT (VERSION => #id1) | 3",
                "orders AT (VERSION => #id1) o | 3",
                "orders AT (VERSION => #id1) AS o | 3",
                "orders AT (VERSION => 'tag:first') | 1",
                "orders AT (VERSION => 'first') | 1",
                "orders AT (VERSION => 'branch:audit') | 7",
                "orders AT (VERSION => 'audit') | 7",
                "orders AT (VERSION => 'branch:main') | 6",
                "orders AT (TIMESTAMP => TIMESTAMP '#at0') | 1",
                "orders AT (TIMESTAMP => '#at1') | 3",
                "orders AT (TIMESTAMP => TIMESTAMPTZ '#at1') | 3",
                "orders AT (TIMESTAMP => CAST('#at1' AS TIMESTAMPTZ)) | 3",
                "orders AT (TIMESTAMP => TIMESTAMPTZ '#at2' - INTERVAL 1 MILLISECOND) | 3",
                "orders AT (TIMESTAMP => now()) | 6",
                "orders FOR VERSION AS OF #id0 | 1",
                "orders FOR VERSION AS OF 'first' | 1",
                "orders FOR SYSTEM_VERSION AS OF #id1 AS o | 3",
                "orders FOR TIMESTAMP AS OF TIMESTAMP '#at1' o | 3",
                "orders FOR TIMESTAMP AS OF '#at0' | 1",
                "orders FOR SYSTEM_TIME AS OF TIMESTAMPTZ '#at2' - INTERVAL 1 MILLISECOND AS o | 3",
                "lake.db.orders FOR SYSTEM_TIME AS OF now() | 6",
            })
    void readsTheStateThatIsAskedFor(String from, long rows) {
        assertThat(lake.rows(filled("SELECT count(*) FROM " + from))).containsExactly(List.of(rows));
        assertThat(lake.rows(filled("SELECT count(id), max(id) FROM " + from + " WHERE id > 0")))
                .containsExactly(List.of(rows, rows));
    }

    @Test
    void readsSeveralStatesOfOneTableInOneQuery() {
        QueryResult result = lake.run(filled("SELECT (SELECT count(*) FROM orders AT (VERSION => #id0)), count(*),"
                + " count(o.id) FROM orders n LEFT JOIN orders o AT (VERSION => #id1) ON o.id = n.id"));
        assertThat(LakeEngine.wide(result)).containsExactly(List.of(1L, 6L, 3L));
        assertThat(result.tables())
                .extracting(pinned -> pinned.snapshotId().getAsLong())
                .containsExactlyInAnyOrder(
                        snapshots.get(0).snapshotId(),
                        snapshots.get(1).snapshotId(),
                        snapshots.get(2).snapshotId());
    }

    @Test
    void readsAllTablesAsOfOneMoment() {
        String sql = "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM customers)";
        AsOf moment = new AsOf.Moment(instant(2), false);
        assertThat(LakeEngine.wide(lake.run(sql, moment, Progress.NONE))).containsExactly(List.of(6L, 1L));
        assertThat(lake.rows(sql)).containsExactly(List.of(6L, 2L));
    }

    @Test
    void readsATableWithAMomentOfItsOwnAtThat() {
        String sql = filled("SELECT (SELECT count(*) FROM orders AT (VERSION => #id2)), (SELECT count(*) FROM orders)");
        assertThat(LakeEngine.wide(lake.run(sql, new AsOf.Tag("first"), Progress.NONE)))
                .containsExactly(List.of(6L, 1L));
    }

    @Test
    void hasTheColumnsOfTheSnapshot() {
        assertThat(lake.run(filled("SELECT * FROM orders AT (VERSION => #id1)"))
                        .page()
                        .columns())
                .extracting("name")
                .containsExactly("id", "name");
        assertThat(lake.rows(filled("SELECT name FROM orders AT (VERSION => 'first')")))
                .containsExactly(List.of("a"));
        assertThat(lake.rows("SELECT label, size FROM orders WHERE id = 1"))
                .containsExactly(java.util.Arrays.asList("a", null));
        assertThat(lake.failure(filled("SELECT label FROM orders AT (VERSION => #id1)"))
                        .code())
                .isEqualTo(ErrorCode.SQL_REJECTED);
        assertThat(lake.failure("SELECT name FROM orders").code()).isEqualTo(ErrorCode.SQL_REJECTED);
    }

    /** Names change places after the newest snapshot, of which each name has another meaning than the table's. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "b"})
    void comparesTheColumnsThatNamesMeanAtThatTime(String partition) {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "a", Types.LongType.get()),
                Types.NestedField.optional(2, "b", Types.LongType.get()));
        PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
        String name = "swapped" + partition;
        Table swapped = lake.create(
                name,
                schema,
                partition.isEmpty()
                        ? spec.build()
                        : spec.identity(partition, "part").build(),
                2);
        append(swapped, row(1L, 10L));
        long first = swapped.currentSnapshot().snapshotId();
        append(swapped, row(2L, 20L));
        long second = swapped.currentSnapshot().snapshotId();
        swapped.updateSchema().renameColumn("a", "x").renameColumn("b", "a").commit();
        swapped.updateSchema().renameColumn("x", "b").commit();
        assertThat(lake.rows("SELECT b FROM " + name + " WHERE a = 10")).containsExactly(List.of(1L));
        assertThat(lake.rows("SELECT b FROM " + name + " WHERE a < 10")).isEmpty();
        assertThat(lake.rows("SELECT count(*), max(b) FROM " + name + " WHERE a >= 10"))
                .containsExactly(List.of(2L, 2L));
        for (long snapshot : new long[] {first, second}) {
            String then = name + " AT (VERSION => " + snapshot + ")";
            assertThat(lake.rows("SELECT b FROM " + then + " WHERE a = 1")).containsExactly(List.of(10L));
            assertThat(lake.rows("SELECT count(*), max(b) FROM " + then + " WHERE a <= 1"))
                    .containsExactly(List.of(1L, 10L));
            assertThat(lake.rows("SELECT b FROM " + then + " WHERE a >= 10")).isEmpty();
        }
    }

    @Test
    void hasTheTablesOwnColumnsOnABranch() {
        assertThat(lake.rows("SELECT label, size FROM orders AT (VERSION => 'branch:audit') WHERE id = 7"))
                .containsExactly(List.of("g", 7L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM orders AT (VERSION => 12345) | NOT_FOUND | 12345",
                "SELECT * FROM orders AT (VERSION => 'tag:no') | NOT_FOUND | tag:first",
                "SELECT * FROM orders AT (VERSION => 'no') | NOT_FOUND | no",
                "SELECT * FROM orders FOR VERSION AS OF 'branch:first' | NOT_FOUND | first",
                "SELECT * FROM orders AT (TIMESTAMP => '1999-01-01') | SNAPSHOT_EXPIRED | 1999",
                "SELECT * FROM orders FOR TIMESTAMP AS OF TIMESTAMP '1999-01-01 00:00:00' | SNAPSHOT_EXPIRED | 1999",
                "SELECT * FROM orders AT (TIMESTAMP => 'yesterday') | INVALID_ARGUMENT | yesterday",
                "SELECT * FROM orders AT (MOMENT => 1) | SQL_REJECTED | MOMENT",
                "SELECT * FROM orders AT (VERSION => 1 + 1) | SQL_REJECTED | literal",
                "SELECT * FROM orders AT (TIMESTAMP => NULL::TIMESTAMP) | INVALID_ARGUMENT | NULL",
                "SELECT * FROM empty AT (TIMESTAMP => now()) | SNAPSHOT_EXPIRED | no snapshot",
                "WITH c AS (SELECT 1) SELECT * FROM c AT (VERSION => 1) | SQL_REJECTED | past",
            })
    void saysWhatIsWrong(String sql, ErrorCode code, String text) {
        LakeException failure = lake.failure(sql);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT count(*) FROM empty", "SELECT count(id) FROM empty WHERE name > 'a'"})
    void readsATableWithoutSnapshots(String sql) {
        assertThat(lake.rows(sql)).containsExactly(List.of(0L));
        assertThat(lake.rows("SELECT * FROM empty")).isEmpty();
    }

    @Test
    void saysThatASnapshotHasExpired() {
        Table old = lake.create("old", SCHEMA, 2);
        append(old, row(1L, "a"));
        long first = old.currentSnapshot().snapshotId();
        append(old, row(2L, "b"));
        old.expireSnapshots().expireSnapshotId(first).commit();
        LakeException failure = lake.failure("SELECT * FROM old AT (VERSION => " + first + ")");
        assertThat(failure.code()).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED);
        assertThat(failure).hasMessageContaining(Long.toString(first)).hasMessageContaining("lake.db.old");
        assertThat(failure.hint()).contains(Long.toString(old.currentSnapshot().snapshotId()));
    }
}
