package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.observe.Said;
import io.mcpbuffet.server.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole program under many calls at once, and when its engine worker or a client gives up. */
@Timeout(400)
class LoadTest {
    private static final int CALLS = 300;
    private static final String ENDLESS =
            "SELECT count(*) FROM sales.shop.orders a, sales.shop.orders b, sales.shop.orders c"
                    + " WHERE a.order_id + b.order_id + c.order_id = 7";

    private Process server;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        server = new ProcessBuilder(Programs.demo()).start();
        Said.passOn(server.errorReader(StandardCharsets.UTF_8));
        wire = new Wire(server.getOutputStream(), server.getInputStream());
        wire.initialize();
    }

    @AfterEach
    void stop() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }

    @Test
    void answersThreeHundredQueriesAtOnceEachWithItsOwnRows() {
        for (int i = 0; i < CALLS; i++) {
            query(i, "SELECT " + i + " AS i, count(*) FROM sales.shop.orders WHERE order_id <= " + i);
        }
        TreeMap<Integer, String> rows = new TreeMap<>();
        for (int i = 0; i < CALLS; i++) {
            JsonNode answer = wire.next();
            rows.put(
                    answer.path("id").asInt(),
                    answer.at("/result/structuredContent/rows/0").toString());
        }
        assertThat(rows).hasSize(CALLS);
        rows.forEach((id, row) -> assertThat(row).isEqualTo("[" + id + "," + id + "]"));
    }

    @Test
    void answersAllWhenTheEngineWorkerIsKilledAndGoesOn() throws Exception {
        query("first", "SELECT 1");
        wire.next();
        for (int i = 0; i < 20; i++) {
            query(i, ENDLESS);
        }
        busyWorker();
        long killed = System.nanoTime();
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture<Void> killing = CompletableFuture.runAsync(() -> kill(answered));
        for (int i = 0; i < 20; i++) {
            JsonNode answer = wire.next();
            assertThat(answer.at("/result/structuredContent/code").asText()).isEqualTo("UNAVAILABLE");
            assertThat(answer.at("/result/structuredContent/message").asText()).contains("engine");
        }
        answered.set(true);
        killing.get();
        System.err.println("All 20 calls were answered " + since(killed) + " after the worker was killed");
        query("next", "SELECT count(*) FROM sales.shop.orders");
        assertThat(wire.next().at("/result/structuredContent/rows/0/0").asLong())
                .isEqualTo(299_500);
        System.err.println("The next query was answered " + since(killed) + " after the worker was killed");
    }

    /** Again where a machine was so slow that a call had not come to the worker, and has come to the one in its place. */
    private void kill(AtomicBoolean answered) {
        try {
            while (!answered.get()) {
                server.descendants().forEach(ProcessHandle::destroyForcibly);
                TimeUnit.SECONDS.sleep(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCancelledQueryHasNoAnswerAndLeavesTheEngineIdle() throws Exception {
        query("endless", ENDLESS);
        ProcessHandle worker = busyWorker();
        long cancelled = System.nanoTime();
        wire.cancel("endless");
        waitUntilIdle(worker);
        System.err.println("The engine was idle " + since(cancelled) + " after the cancellation");
        query("next", "SELECT 1");
        assertThat(wire.next().path("id").asText()).isEqualTo("next");
    }

    @Test
    void endsWhenItIsTold() throws Exception {
        query("first", "SELECT 1");
        wire.next();
        List<ProcessHandle> all = server.descendants().toList();
        long told = System.nanoTime();
        server.destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        System.err.println("The server ended " + since(told) + " after SIGTERM");
        for (ProcessHandle each : all) {
            each.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void answersWhatIsInFlightAtTheEndOfInput() throws Exception {
        for (int i = 0; i < 40; i++) {
            query(i, "SELECT count(*) FROM sales.shop.order_lines");
        }
        wire.end();
        assertThat(wire.rest()).hasSize(40).allSatisfy(answer -> assertThat(
                        answer.at("/result/structuredContent/rows/0/0").asLong())
                .isEqualTo(600_000));
        assertThat(server.waitFor()).isZero();
    }

    /** With time enough that only what a test does ends an endless one, however slow the machine. */
    private void query(Object id, String sql) {
        wire.call(id, "query", "{\"sql\":\"" + sql + "\",\"timeout_seconds\":600}");
    }

    /** The process below the server that works: it takes time again and again, where a spare one only starts. */
    private ProcessHandle busyWorker() throws InterruptedException {
        ProcessHandle busy = null;
        int times = 0;
        while (times < 5) {
            ProcessHandle most = server.descendants()
                    .max(Comparator.comparing(LoadTest::cpu))
                    .orElse(null);
            boolean works = most != null && growth(most).compareTo(Duration.ofMillis(10)) >= 0;
            times = works && most.equals(busy) ? times + 1 : 0;
            busy = most;
        }
        return busy;
    }

    private static void waitUntilIdle(ProcessHandle worker) throws InterruptedException {
        while (growth(worker).compareTo(Duration.ofMillis(20)) > 0) {
            assertThat(worker.isAlive()).isTrue();
        }
    }

    private static Duration growth(ProcessHandle process) throws InterruptedException {
        Duration before = cpu(process);
        TimeUnit.MILLISECONDS.sleep(300);
        return cpu(process).minus(before);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String since(long start) {
        return (System.nanoTime() - start) / 1_000_000 + " ms";
    }
}
