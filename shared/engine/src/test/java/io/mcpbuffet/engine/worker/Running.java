package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Progress;
import java.time.Duration;
import java.util.List;

/** Statements run by a real worker, without a guard. */
record Running(EngineWorkers workers) implements AutoCloseable {
    static final Limits LIMITS = new Limits(512L << 20, Duration.ofSeconds(20), 10_000, 64 << 10, 4L << 20, 0);
    static final Duration SOON = Duration.ofSeconds(60);

    static Running start() {
        return new Running(EngineWorkers.create(LIMITS));
    }

    JobResult run(String sql, int maxRows, Duration timeout, Relation... relations) {
        Job job =
                new Job(workers.parse(sql, timeout), List.of(relations), false, maxRows, 64 << 10, timeout.toMillis());
        return workers.run(job, Progress.NONE);
    }

    List<List<Object>> rows(String sql, Relation... relations) {
        return run(sql, 1000, SOON, relations).page().rows();
    }

    Object cell(String expression) {
        return rows("SELECT " + expression).get(0).get(0);
    }

    LakeException failure(String sql, Relation... relations) {
        return failure(sql, SOON, relations);
    }

    LakeException failure(String sql, Duration timeout, Relation... relations) {
        LakeException failure = catchThrowableOfType(LakeException.class, () -> run(sql, 100, timeout, relations));
        assertThat(failure).as(sql).isNotNull();
        return failure;
    }

    @Override
    public void close() {
        workers.close();
    }
}
