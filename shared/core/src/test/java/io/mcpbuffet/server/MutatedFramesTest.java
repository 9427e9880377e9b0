package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that are wrong in every way: the server lives, and answers each id that can be read once. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutatedFramesTest {
    private static final int FRAMES = Integer.getInteger("mutated.frames", 3000);
    private static final int BATCH = 200;

    @Test
    void areAnsweredOnceEachOverStandardInput() {
        Mutator mutator = new Mutator(20260728);
        try (Served served = new Served()) {
            served.wire.initialize();
            for (int from = 0; from < FRAMES; from += BATCH) {
                batch(served, mutator, from, Math.min(FRAMES, from + BATCH));
            }
            served.wire.request("alive", "ping", "{}");
            assertThat(served.wire.next().path("id").asText()).isEqualTo("alive");
        }
        System.err.println(FRAMES + " frames over standard input: each id was answered once");
    }

    /** A ping tells that the answers of what came before are out, or will be soon. */
    private static void batch(Served served, Mutator mutator, int from, int to) {
        Map<JsonNode, Integer> open = new HashMap<>();
        int wanted = 0;
        for (int number = from; number < to; number++) {
            byte[] line = oneLine(mutator.next(number));
            var id = Expected.id(line);
            id.ifPresent(each -> open.merge(each, 1, Integer::sum));
            wanted += id.isPresent() ? 1 : 0;
            served.wire.raw(line);
            served.wire.raw(new byte[] {'\n'});
        }
        for (int answers = 0; answers < wanted; ) {
            JsonNode message = served.wire.next();
            if (!message.has("method")) {
                answers++;
                JsonNode id = message.path("id");
                assertThat(open.merge(id, -1, Integer::sum))
                        .as("answers still due for %s: %s", id, message)
                        .isNotNegative();
            }
        }
        assertThat(open.values()).containsOnly(0);
    }

    private static byte[] oneLine(byte[] frame) {
        byte[] line = Arrays.copyOf(frame, frame.length);
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n') {
                line[i] = ' ';
            }
        }
        return line;
    }
}
