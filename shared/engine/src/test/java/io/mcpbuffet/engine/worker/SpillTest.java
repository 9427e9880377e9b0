package io.mcpbuffet.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Queries larger than their memory go to the disk, up to eight times of it, and a long answer never comes into the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SpillTest {
    private static final Limits SMALL = new Limits(80L << 20, Duration.ofMinutes(10), 10_000, 64 << 10, 4L << 20, 0);
    private static final Duration LONG = Duration.ofMinutes(10);

    private Running running;

    @BeforeAll
    void start() {
        running = new Running(EngineWorkers.create(SMALL));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    /** The rows alone are {@code rows} times 60 bytes. */
    private static String sorted(int rows) {
        return "SELECT max(place), max(text) FROM (SELECT text, row_number() OVER (ORDER BY text) AS place FROM (SELECT"
                + " md5(i::VARCHAR) || md5((i + 1)::VARCHAR)[:12] AS text FROM range(" + rows + ") t(i)))";
    }

    @Test
    void sortsMoreThanItsMemoryHolds() {
        JobResult result = running.run(sorted(2_500_000), 10, LONG);
        assertThat(((Number) result.page().rows().get(0).get(0)).longValue()).isEqualTo(2_500_000);
    }

    @Test
    void groupsMoreThanItsMemoryHolds() {
        JobResult result = running.run(
                "SELECT count(*), max(n) FROM (SELECT text, count(*) AS n FROM (SELECT md5((i % 1500000)::VARCHAR) AS text"
                        + " FROM range(3000000) t(i)) GROUP BY text)",
                10, LONG);
        List<Object> row = result.page().rows().get(0);
        assertThat(((Number) row.get(0)).longValue()).isEqualTo(1_500_000);
        assertThat(((Number) row.get(1)).longValue()).isEqualTo(2);
    }

    @Test
    void failsWhereTheDiskWouldTakeMoreThanItMay() {
        LakeException failure = running.failure(sorted(14_000_000), LONG);
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(failure).hasMessageContaining("disk");
        assertThat(running.cell("1 + 1")).isEqualTo(2);
    }

    /** What all threads of this process allocate is more than what it holds at any time; the whole answer would be over 300 MB. */
    @Test
    void doesNotGrowTheServerForALongAnswer() {
        String sql = "SELECT i, md5(i::VARCHAR) AS a, md5((i + 1)::VARCHAR) AS b FROM range(3000000) t(i)";
        running.run(sql, 200, LONG);
        long before = allocated();
        JobResult result = running.run(sql, 200, LONG);
        long taken = allocated() - before;
        System.out.println("A result of 3,000,000 rows with 200 shown: the server allocates " + taken / 1024 + " KiB");
        assertThat(result.page().rows()).hasSize(200);
        assertThat(result.more()).isTrue();
        assertThat(taken).isLessThan(8L << 20);
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }
}
