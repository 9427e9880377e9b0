package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CatalogGateTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void stop() {
        open.countDown();
        threads.shutdownNow();
    }

    private static CatalogGate gate(int calls, int queue, Duration patience) {
        return new CatalogGate("lake", new ServiceConfig.Concurrency(calls, queue, patience));
    }

    private Future<?> wait(CatalogGate gate, CountDownLatch inside) {
        return threads.submit(() -> gate.through(() -> {
            inside.countDown();
            await(open);
            return 1;
        }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void refusesAtOnceBeyondWhatMayWait() throws Exception {
        CatalogGate gate = gate(2, 1, Duration.ofMinutes(1));
        CountDownLatch inside = new CountDownLatch(2);
        List<Future<?>> calls = new ArrayList<>(List.of(wait(gate, inside), wait(gate, inside)));
        await(inside);
        calls.add(wait(gate, inside));
        while (gate.waiting() == 0) {
            Thread.onSpinWait();
        }
        assertThat(gate.running()).isEqualTo(2);
        assertThatThrownBy(() -> gate.through(() -> 1)).isInstanceOfSatisfying(LakeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(e.getMessage()).contains("'lake'", "2 calls at once", "1 more wait");
            assertThat(e.catalog()).contains("lake");
        });
        open.countDown();
        for (Future<?> call : calls) {
            assertThat(call.get(50, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(gate.running()).isZero();
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void refusesWhatHasWaitedInVain() {
        CatalogGate gate = gate(1, 9, Duration.ofMillis(20));
        CountDownLatch inside = new CountDownLatch(1);
        wait(gate, inside);
        await(inside);
        assertThatThrownBy(() -> gate.through(() -> 1)).hasMessageContaining("none of them ended within");
    }

    @Test
    void takesWhatACallAsksInTurnAsPartOfIt() {
        CatalogGate gate = gate(1, 0, Duration.ZERO);
        assertThat(gate.through(() -> gate.through(() -> 7))).isEqualTo(7);
        assertThat(gate.running()).isZero();
    }

    @Test
    void letsGoOfACallThatFails() {
        CatalogGate gate = gate(1, 0, Duration.ZERO);
        assertThatThrownBy(() -> gate.through(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(gate.running()).isZero();
    }

    @Test
    void endsTheWaitOfACallThatIsCancelled() throws Exception {
        CatalogGate gate = gate(1, 1, Duration.ofMinutes(1));
        CountDownLatch inside = new CountDownLatch(1);
        wait(gate, inside);
        await(inside);
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch ended = new CountDownLatch(1);
        Future<?> waiting = threads.submit(() -> {
            try {
                return gate.through(ran::incrementAndGet);
            } finally {
                ended.countDown();
            }
        });
        while (gate.waiting() == 0) {
            Thread.onSpinWait();
        }
        waiting.cancel(true);
        await(ended);
        assertThat(ran).hasValue(0);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void tellsTheFailureOfAWaitThatIsInterrupted() throws Exception {
        CatalogGate gate = gate(1, 1, Duration.ofMinutes(1));
        CountDownLatch inside = new CountDownLatch(1);
        wait(gate, inside);
        await(inside);
        Future<?> interrupted = threads.submit(() -> {
            Thread.currentThread().interrupt();
            return gate.through(() -> 1);
        });
        assertThatThrownBy(() -> interrupted.get(50, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(InterruptedException.class)
                .hasMessageContaining("cancelled");
    }
}
