package io.mcpbuffet.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.tool.FakeLake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ParallelTest {
    private static final int CALLS = 20_000;
    private static final int CALLERS = 100;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final LazyCatalog catalog = new LazyCatalog(
            FakeLake.source("lake", FakeProvider.of(FakeLake.lake())), FakeLake.services(), FakeLake.CLOCK);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger stuck = new AtomicInteger();
    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

    @AfterEach
    void end() {
        release.countDown();
        callers.shutdownNow();
        catalog.close();
    }

    @Test
    void whoHasTheAnswerMayAskAgain() {
        for (int i = 0; i < CALLS; i++) {
            int asked = i;
            assertThat(ask(LONG, c -> asked).answer()).isEqualTo(asked);
        }
    }

    @Test
    void aHundredAtOnceAreAnsweredInTurn() throws Exception {
        CountDownLatch asking = new CountDownLatch(CALLERS);
        List<Future<Parallel.Outcome<Integer>>> asked = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int number = i;
            asked.add(callers.submit(() -> {
                asking.countDown();
                return ask(LONG, c -> held(number));
            }));
        }
        asking.await();
        release.countDown();
        for (int i = 0; i < CALLERS; i++) {
            assertThat(asked.get(i).get().answer()).isEqualTo(i);
        }
    }

    @Test
    void aCatalogThatHangsIsNotWaitedForAgain() {
        // On a machine that is busy one may be late before it has begun, and never begins then.
        while (stuck.get() < CatalogCalls.AT_ONCE) {
            assertThat(ask(SHORT, c -> stuck()).error().code()).isEqualTo(ErrorCode.TIMED_OUT);
        }
        // Of those that were late the last has only just been.
        Parallel.Outcome<Integer> next = ask(SHORT, c -> 1);
        while (next.error() != null && next.error().code() == ErrorCode.TIMED_OUT) {
            next = ask(SHORT, c -> 1);
        }
        assertThat(next.error()).hasMessage("Catalog 'lake' has not answered its last calls yet");
        release.countDown();
        while (next.error() != null) {
            next = ask(LONG, c -> 1);
        }
        assertThat(next.answer()).isEqualTo(1);
    }

    private <T> Parallel.Outcome<T> ask(Duration deadline, Function<LazyCatalog, T> question) {
        return new Parallel(deadline).ask(List.of(catalog), question).get(0);
    }

    private int held(int answer) {
        try {
            release.await();
            return answer;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does not look at interrupts. */
    private int stuck() {
        stuck.incrementAndGet();
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                released = false;
            }
        }
        return 0;
    }
}
