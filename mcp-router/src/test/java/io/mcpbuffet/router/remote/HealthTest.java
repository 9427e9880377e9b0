package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health("far");

    private long seconds() {
        String hint = health.refusal().orElseThrow().hint();
        return Long.parseLong(hint.replaceAll("\\D", ""));
    }

    @Test
    void leavesAServerAloneForLongerEachTimeThatItDoesNotStart() {
        long before = 0;
        for (int i = 0; i < 12; i++) {
            health.notStarted("it is broken");
            long pause = seconds();
            assertThat(pause).isBetween(Math.min(before, 45), 75L);
            before = pause;
        }
        assertThat(before).isGreaterThanOrEqualTo(45);
    }

    @Test
    void saysWhyAndWhenTheNextTryIs() {
        health.notStarted("it is broken");
        var refusal = health.refusal().orElseThrow();
        assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refusal).hasMessage("The server 'far' is unavailable: it is broken");
        assertThat(refusal.hint()).isEqualTo("The next try is in 1 seconds");
        assertThat(health.trouble()).contains("it is broken");
    }

    @Test
    void bearsThreeSessionsOnEndThatWereOfNoUse() {
        for (int i = 0; i < 3; i++) {
            health.useless("it has gone");
            assertThat(health.refusal()).isEmpty();
        }
        health.useless("it has gone");
        assertThat(health.refusal()).isPresent();
    }

    @Test
    void forgetsWhatWasWhenAServerWorks() {
        for (int i = 0; i < 5; i++) {
            health.notStarted("it is broken");
        }
        health.works();
        assertThat(health.refusal()).isEmpty();
        assertThat(health.trouble()).isEmpty();
        health.useless("it has gone");
        assertThat(health.refusal()).isEmpty();
    }
}
