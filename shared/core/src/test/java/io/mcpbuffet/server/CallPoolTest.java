package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallPoolTest {
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private String waitForEver() {
        try {
            new CountDownLatch(1).await();
            return "";
        } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Test
    void endsWorkAtItsDeadline() throws InterruptedException {
        try (CallPool pool = new CallPool()) {
            AtomicBoolean begun = new AtomicBoolean();
            // Time passes as well while work waits for a thread, and such work never begins.
            while (!begun.get()) {
                String value = pool.run(
                                () -> {
                                    begun.set(true);
                                    return waitForEver();
                                },
                                Duration.ofMillis(20),
                                CallPoolTest::code)
                        .block();
                assertThat(value).isEqualTo("TIMED_OUT");
            }
            interrupted.await();
        }
    }

    @Test
    void interruptsCancelledWork() throws InterruptedException {
        try (CallPool pool = new CallPool()) {
            CountDownLatch running = new CountDownLatch(1);
            var subscription = pool.run(
                            () -> {
                                running.countDown();
                                return waitForEver();
                            },
                            Duration.ofMinutes(1),
                            CallPoolTest::code)
                    .subscribe();
            running.await();
            subscription.dispose();
            interrupted.await();
        }
    }

    @Test
    void leavesNoInterruptForTheNextCall() {
        try (CallPool pool = new CallPool()) {
            for (int i = 0; i < 100; i++) {
                pool.run(this::waitForEver, Duration.ofMillis(1), CallPoolTest::code)
                        .block();
                assertThat(pool.run(Thread::interrupted, Duration.ofMinutes(1), failure -> true)
                                .block())
                        .isFalse();
            }
        }
    }

    @Test
    void refusesCallsBeyondItsBound() {
        try (CallPool pool = new CallPool()) {
            for (int i = 0; i < 32 + 4096; i++) {
                pool.run(this::waitForEver, Duration.ofMinutes(1), CallPoolTest::code)
                        .subscribe();
            }
            assertThat(pool.run(() -> "", Duration.ofMinutes(1), CallPoolTest::code)
                            .block())
                    .isEqualTo("RATE_LIMITED");
        }
    }

    private static String code(Throwable failure) {
        return failure instanceof LakeException known ? known.code().name() : failure.toString();
    }
}
