package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.push.AskedCatalog;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import io.mcpbuffet.spi.Tables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Leaving files out never changes which rows a condition finds, whatever happened to a table: columns that were renamed, promoted, dropped
 * or have defaults, partitions of other times, deletes, and snapshots of the past. {@code -Dbuffet.random.tables=N} makes N tables,
 * {@code -Dbuffet.random.seed=S} begins at a seed that failed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvolvedPredicatesTest {
    private static final int STEPS = 14;
    private static final int TABLES = 4;
    private static final int PAST = 2;
    private static final int PREDICATES = 10;

    private FederatedEngine engine;
    private long filesRead;
    private long filesTotal;

    @BeforeAll
    void start() {
        engine = new FederatedEngine(
                new Held(null), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        engine.close();
        System.out.println("Conditions over tables of seeds " + seeds().boxed().toList() + ": files read " + filesRead
                + " of " + filesTotal);
        if (seeds().count() >= TABLES) {
            assertThat(filesRead).isLessThan(filesTotal * 9 / 10);
        }
    }

    static LongStream seeds() {
        long first = Long.getLong("buffet.random.seed", 101);
        return LongStream.range(first, first + Integer.getInteger("buffet.random.tables", TABLES));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findTheSameRowsWithAndWithoutPushDown(long seed, @TempDir Path directory) {
        RandomHistory history = new RandomHistory(seed, directory, List.of(FileFormat.PARQUET));
        for (int i = 0; i < STEPS; i++) {
            history.step();
        }
        Table table = history.table();
        LocalFileIO io = LocalFileIO.reading(List.of(directory), directory);
        IcebergCatalog catalog = IcebergCatalog.of("lake", new OneTable(table), new LocalTableFiles(io));
        SqlEngine pushing = engine.over(new Held(catalog));
        SqlEngine whole = engine.over(new Held(AskedCatalog.whole(catalog)));
        Random random = new Random(seed);
        List<Snapshot> snapshots =
                StreamSupport.stream(table.snapshots().spliterator(), false).toList();
        List<Snapshot> chosen = new ArrayList<>(List.of(table.currentSnapshot()));
        while (chosen.size() <= PAST) {
            chosen.add(snapshots.get(random.nextInt(snapshots.size())));
        }
        for (Snapshot snapshot : chosen) {
            compare(pushing, whole, table, snapshot.snapshotId(), random, "seed " + seed);
        }
    }

    private void compare(SqlEngine pushing, SqlEngine whole, Table table, long snapshot, Random random, String seed) {
        List<EvolvedPredicates.Scalar> scalars = EvolvedPredicates.scalars(Readers.schema(table, snapshot));
        if (scalars.isEmpty()) {
            return;
        }
        String from = " FROM orders AT (VERSION => " + snapshot + ")";
        EvolvedPredicates predicates = new EvolvedPredicates(random);
        for (int i = 0; i < PREDICATES; i++) {
            String predicate = predicates.predicate(scalars, 1);
            String where = " WHERE " + predicate;
            QueryResult expected = run(
                    whole,
                    "SELECT count(*) FILTER" + filter(where) + ", bit_xor(hash(_file, _pos)) FILTER" + filter(where)
                            + from);
            QueryResult found = run(pushing, "SELECT count(*), bit_xor(hash(_file, _pos))" + from + where);
            assertThat(found.page().rows())
                    .as("%s, snapshot %d: %s", seed, snapshot, predicate)
                    .isEqualTo(expected.page().rows());
            filesRead += found.filesRead().orElseThrow();
            filesTotal += expected.filesRead().orElseThrow();
        }
    }

    private static String filter(String where) {
        return " (" + where.strip() + ")";
    }

    private static QueryResult run(SqlEngine engine, String sql) {
        return engine.run(
                new Query(sql, AsOf.LATEST, Optional.empty(), 10, Duration.ofSeconds(60), Optional.empty()),
                Progress.NONE);
    }

    private record Held(Catalog only) implements Tables {
        @Override
        public TableRef resolve(List<String> parts) {
            return OneTable.REF;
        }

        @Override
        public Catalog catalog(TableRef table) {
            return only;
        }

        @Override
        public List<String> catalogs() {
            return List.of(OneTable.REF.catalog());
        }
    }
}
