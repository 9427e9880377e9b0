package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the optimizer is asked what a statement wants of its tables. */
class OutlinedOnceTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "n", Types.LongType.get()));
    private static final String SQL = "SELECT id FROM one WHERE n = 2";

    @TempDir
    private Path directory;

    private final AtomicInteger outlines = new AtomicInteger();
    private Lake lake;
    private Table table;

    private FederatedEngine engine() {
        lake = new Lake(directory);
        table = lake.create("one", SCHEMA, PartitionSpec.unpartitioned());
        append(1, 2);
        append(2, 1);
        return new FederatedEngine(
                lake.open(true), counted(EngineWorkers.create(Limits.DEFAULT)), Limits.DEFAULT, Clock.systemUTC());
    }

    private void append(long id, long n) {
        GenericRecord row = GenericRecord.create(table.schema());
        row.set(0, id);
        row.set(1, n);
        table.newAppend().appendFile(Lake.write(table, List.of(row))).commit();
    }

    private Worker counted(Worker worker) {
        return (Worker) Proxy.newProxyInstance(
                Worker.class.getClassLoader(),
                new Class<?>[] {Worker.class},
                (proxy, method, arguments) -> counted(worker, method, arguments));
    }

    private Object counted(Worker worker, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("outline")) {
            outlines.incrementAndGet();
        }
        try {
            return method.invoke(worker, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Over a catalog that has read nothing yet. */
    private List<List<Object>> rows(FederatedEngine engine, String sql) {
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), 200, Duration.ofSeconds(60), Optional.empty());
        return engine.over(lake.open(true)).run(query, Progress.NONE).page().rows();
    }

    @Test
    void asksOnceForAStatementHoweverOftenItRuns() {
        try (FederatedEngine engine = engine()) {
            assertThat(rows(engine, SQL)).containsExactly(List.of(1));
            append(3, 2);
            assertThat(rows(engine, SQL)).containsExactlyInAnyOrder(List.of(1), List.of(3));
            assertThat(outlines).hasValue(1);
            assertThat(rows(engine, SQL.replace("2", "1"))).containsExactly(List.of(2));
            assertThat(outlines).hasValue(2);
        }
    }

    @Test
    void asksAgainWhereNamesMeanOtherColumns() {
        try (FederatedEngine engine = engine()) {
            assertThat(rows(engine, SQL)).containsExactly(List.of(1));
            table.updateSchema().renameColumn("id", "x").renameColumn("n", "id").commit();
            table.updateSchema().renameColumn("x", "n").commit();
            assertThat(rows(engine, SQL)).containsExactly(List.of(1));
            assertThat(outlines).hasValue(2);
        }
    }
}
