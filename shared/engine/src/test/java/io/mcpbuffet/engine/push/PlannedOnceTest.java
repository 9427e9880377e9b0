package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.ScanRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the tables of a statement are planned. */
class PlannedOnceTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "n", Types.LongType.get()));

    @TempDir
    private Path directory;

    private final Queue<ScanRequest> planned = new ConcurrentLinkedQueue<>();

    @Test
    void plansEachTableOnce() {
        Lake lake = new Lake(directory);
        for (String name : List.of("one", "other")) {
            Table table = lake.create(name, SCHEMA, PartitionSpec.unpartitioned());
            GenericRecord row = GenericRecord.create(SCHEMA);
            row.setField("id", 1L);
            row.setField("n", 2L);
            table.newAppend().appendFile(Lake.write(table, List.of(row))).commit();
        }
        try (FederatedEngine engine = new FederatedEngine(
                lake.asked(this::note), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC())) {
            assertThat(plans(engine, "SELECT sum(id) FROM one WHERE n > 1")).isEqualTo(1);
            assertThat(plans(engine, "SELECT a.id, b.n FROM one a JOIN one b ON a.id = b.id"))
                    .isEqualTo(1);
            assertThat(plans(engine, "SELECT one.id FROM one JOIN other USING (id) WHERE other.n = 2"))
                    .isEqualTo(2);
            assertThat(plans(engine, "WITH x AS (SELECT * FROM one) SELECT (SELECT max(n) FROM x) FROM x"))
                    .isEqualTo(1);
        }
    }

    private ScanRequest note(ScanRequest request) {
        planned.add(request);
        return request;
    }

    /** Of the statement that is run; as many as where it is explained. */
    private int plans(FederatedEngine engine, String sql) {
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), 200, Duration.ofSeconds(60), Optional.empty());
        planned.clear();
        assertThat(engine.run(query, Progress.NONE).page().rows()).hasSize(1);
        int run = planned.size();
        planned.clear();
        engine.explain(query, Progress.NONE);
        assertThat(planned).hasSize(run);
        return run;
    }
}
