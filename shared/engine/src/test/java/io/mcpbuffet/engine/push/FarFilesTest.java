package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that have to be fetched first are fetched to be read, and not to be told of. */
class FarFilesTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "Item", Types.StringType.get()));
    private static final String SQL =
            "SELECT f.\"Item\", sum(n.id) AS total FROM far f JOIN near n ON n.id = f.id WHERE f.id >= 2 AND length(f.item) > 0"
                    + " GROUP BY 1";

    private final Set<String> fetched = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path directory;

    private FederatedEngine engine;

    /** Says that some tables are far, and remembers what it brought of them. */
    private static final class Far implements LocalFiles {
        private final LocalFiles files;
        private final Set<String> fetched;

        Far(LocalFiles files, Set<String> fetched) {
            this.files = files;
            this.fetched = fetched;
        }

        @Override
        public LocalFile file(FileIO io, String location, long length) {
            if (isFar(location)) {
                fetched.add(location);
            }
            return files.file(io, location, length);
        }

        @Override
        public boolean isNear(String location, long length) {
            return !isFar(location) || fetched.contains(location);
        }

        private static boolean isFar(String location) {
            return location.contains("/far/");
        }
    }

    @BeforeEach
    void open() {
        Lake lake = new Lake(directory);
        for (String name : List.of("far", "near")) {
            Table table = lake.create(name, SCHEMA, PartitionSpec.unpartitioned());
            for (long id = 0; id < 3; id++) {
                Record row = GenericRecord.create(SCHEMA);
                row.set(0, id);
                row.set(1, "i" + id);
                table.newAppend().appendFile(Lake.write(table, List.of(row))).commit();
            }
        }
        engine = new FederatedEngine(
                lake.open(files -> new Far(files, fetched)),
                EngineWorkers.create(Limits.DEFAULT),
                Limits.DEFAULT,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static Query query(String sql) {
        return new Query(sql, AsOf.LATEST, Optional.empty(), 10, Duration.ofSeconds(60), Optional.empty());
    }

    private Explanation explain() {
        return engine.explain(query(SQL), Progress.NONE);
    }

    @Test
    void areNotFetchedToBeExplained() {
        Explanation explanation = explain();
        assertThat(fetched).isEmpty();
        Explanation.Scan scan = explanation.tables().get(0);
        assertThat(scan.table().table()).hasToString("lake.db.far");
        assertThat(scan.table().snapshotId()).isPresent();
        assertThat(scan.files()).hasValue(1);
        assertThat(scan.filesTotal()).hasValue(3);
        assertThat(scan.bytes().getAsLong()).isPositive();
        assertThat(scan.filtersPushed()).containsExactly("id >= 2");
        assertThat(scan.filtersLeft()).hasSize(1);
        assertThat(explanation.rowsEstimate()).isEmpty();
        assertThat(explanation.plan())
                .contains("(id >= 2)", "Item", "HASH_JOIN", "made without the rows of: lake.db.far")
                .doesNotContain("_cm", "_c0", "_c1", "Cardinality", "near,");
    }

    @Test
    void areNotFetchedForAStatementThatExplains() {
        QueryResult plan = engine.run(query("EXPLAIN " + SQL), Progress.NONE);
        assertThat(fetched).isEmpty();
        assertThat(plan.page().rows().get(0).get(1).toString()).contains("made without the rows of: lake.db.far");
    }

    @Test
    void makeAPlanWithEstimatesOnceTheyAreHere() {
        assertThat(engine.run(query(SQL), Progress.NONE).page().rows()).hasSize(1);
        assertThat(fetched).hasSize(1);
        assertThat(explain().plan()).contains("Cardinality").doesNotContain("without the rows");
    }
}
