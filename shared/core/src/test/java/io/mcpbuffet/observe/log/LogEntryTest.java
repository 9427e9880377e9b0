package io.mcpbuffet.observe.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.CallLog;
import io.mcpbuffet.observe.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LogEntryTest {
    private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789Z");
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void catchTheLog() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void letItGo() {
        System.setErr(before);
        LogSettings.json(false);
        LogSettings.mask(Redaction.NONE);
        LogSettings.level(System.getProperty("buffet.log.level", "info"));
    }

    private static LogEntry entry(String message, Throwable failure) {
        return new LogEntry(TIME, Level.WARN, "a.B", "call-1", Map.of("request", "r-1"), message, failure);
    }

    @Test
    void isALineOfText() {
        assertThat(entry("It is late", null).text())
                .isEqualTo("2026-02-03T04:05:06.789Z [call-1] WARN a.B request=r-1 - It is late");
    }

    @Test
    void isALineOfJsonWhateverItSays() {
        String odd = "\"quoted\" \\ back\nnext\tcell \u0001 \u2028 \uD83D\uDE00 \uD800 ü";
        String line = entry(odd, new IllegalStateException("broken")).json();
        assertThat(line).doesNotContain("\n");
        JsonNode read = Json.read(line);
        assertThat(read.path("message").asText()).isEqualTo(odd);
        assertThat(read.path("time").asText()).isEqualTo("2026-02-03T04:05:06.789Z");
        assertThat(read.path("level").asText()).isEqualTo("WARN");
        assertThat(read.path("request").asText()).isEqualTo("r-1");
        assertThat(read.path("error").asText()).contains("IllegalStateException: broken", "\tat ");
    }

    @Test
    void namesTheRequestAndTheToolOfTheThreadAndMasksSecrets() {
        LogSettings.json(true);
        LogSettings.level("info");
        LogSettings.mask(Redaction.of(List.of("hunter2-secret")));
        Logger log = LoggerFactory.getLogger("test");
        CallLog.within("r-7", Optional.of("00-1-2-01"), () -> {
            CallLog.ofTool("query", () -> {
                log.info("{} logs in with {}", "ana", "hunter2-secret");
                return null;
            });
            return null;
        });
        log.info("after");
        log.debug("unseen");
        List<JsonNode> lines =
                written.toString(StandardCharsets.UTF_8).lines().map(Json::read).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("message").asText()).isEqualTo("ana logs in with ***");
        assertThat(lines.get(0).path("request").asText()).isEqualTo("r-7");
        assertThat(lines.get(0).path("traceparent").asText()).isEqualTo("00-1-2-01");
        assertThat(lines.get(0).path("tool").asText()).isEqualTo("query");
        assertThat(lines.get(1).has("request") || lines.get(1).has("tool")).isFalse();
    }

    @Test
    void keepsWhatTheSdkLogsToErrors() {
        LogSettings.level("debug");
        LoggerFactory.getLogger("io.modelcontextprotocol.spec.X").warn("a whole request");
        LoggerFactory.getLogger("io.modelcontextprotocol.spec.X").error("an error");
        LogSettings.level("off");
        LoggerFactory.getLogger("test").error("unseen");
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("an error")
                .doesNotContain("whole", "unseen");
    }
}
