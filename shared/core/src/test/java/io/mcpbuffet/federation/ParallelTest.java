package io.mcpbuffet.federation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.tool.FakeLake;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelTest {
    private static final int CALLS = 20_000;

    @Test
    void whoHasTheAnswerMayAskAgain() {
        LazyCatalog catalog = new LazyCatalog(
                FakeLake.source("lake", FakeProvider.of(FakeLake.lake())), FakeLake.services(), FakeLake.CLOCK);
        int free = catalog.calls().availablePermits();
        try (Parallel parallel = new Parallel(1, Duration.ofMinutes(5))) {
            for (int i = 0; i < CALLS; i++) {
                int asked = i;
                assertThat(parallel.ask(List.of(catalog), c -> asked))
                        .singleElement()
                        .satisfies(outcome -> assertThat(outcome.answer()).isEqualTo(asked));
                assertThat(catalog.calls().availablePermits())
                        .as("calls that lake takes after %s answers", i + 1)
                        .isEqualTo(free);
            }
        }
    }
}
