package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate("far", new ServerConfig.Load(2, 1, 1), Duration.ofMinutes(1));
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    private CompletableFuture<String> call() {
        return gate.pass(() -> {
            begun.add(new CompletableFuture<>());
            return begun.get(begun.size() - 1);
        });
    }

    @Test
    void letsSoManyThroughAndKeepsSoManyWaiting() {
        CompletableFuture<String> first = call();
        call();
        CompletableFuture<String> third = call();
        assertThat(begun).hasSize(2);
        assertThatThrownBy(() -> call().join())
                .hasRootCauseInstanceOf(LakeException.class)
                .rootCause()
                .satisfies(e -> assertThat(((LakeException) e).code()).isEqualTo(ErrorCode.RATE_LIMITED));
        begun.get(0).complete("one");
        assertThat(first).isCompletedWithValue("one");
        assertThat(begun).hasSize(3);
        begun.get(2).complete("three");
        assertThat(third).isCompletedWithValue("three");
    }

    @Test
    void beginsNothingThatWasWithdrawnWhileItWaited() {
        call();
        call();
        call().cancel(true);
        begun.get(0).complete("one");
        assertThat(begun).hasSize(2);
        begun.get(1).complete("two");
        call();
        assertThat(begun).hasSize(3);
    }

    @Test
    void withdrawsWhatItHasBegun() {
        call().cancel(true);
        assertThat(begun.get(0)).isCancelled();
    }

    @Test
    void givesUpWhatWaitsTooLong() {
        Gate hasty = new Gate("far", new ServerConfig.Load(1, 5, 1), Duration.ofMillis(20));
        hasty.pass(CompletableFuture::new);
        assertThatThrownBy(() -> hasty.pass(CompletableFuture::new).join())
                .rootCause()
                .satisfies(e -> assertThat(((LakeException) e).code()).isEqualTo(ErrorCode.TIMED_OUT));
    }
}
