package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.tool.ToolResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    private static final Caller CALLER = new Caller(Principal.LOCAL, "s", "r-1", Optional.empty());
    private static final String SQL = "SELECT 'secret' FROM a.b.c";

    @TempDir
    Path directory;

    private List<String> audited(boolean sql) throws Exception {
        Path file = directory.resolve("audit.jsonl");
        RateLimits rates = new RateLimits(Optional.empty(), System::nanoTime);
        try (Watch watch = new Watch(rates, List.of(AuditLog.open(new ServiceConfig.Audit(file, sql))))) {
            JsonNode arguments = Json.object().put("sql", SQL);
            Watch.Watched call = watch.begin(CALLER, "query", arguments);
            call.ended(ToolResult.of(
                    (com.fasterxml.jackson.databind.node.ObjectNode)
                            Json.read(
                                    "{\"engine\":\"duckdb\",\"row_count\":3,\"bytes_read\":9,\"tables\":[{\"table\":\"a.b.c\"}]}"),
                    ""));
            call.cancelled();
            watch.begin(CALLER, "query", arguments).cancelled();
            watch.begin(CALLER, "query", arguments)
                    .ended(ToolResult.error(LakeException.of(ErrorCode.TIMED_OUT, "Late")));
        }
        return Files.readAllLines(file);
    }

    @Test
    void writesALineForEachCall() throws Exception {
        Instant begun = Instant.now();
        List<String> lines = audited(false);
        assertThat(lines).hasSize(3).noneMatch(line -> line.contains("secret"));
        JsonNode first = Json.read(lines.get(0));
        assertThat(Instant.parse(first.path("time").asText())).isBetween(begun.minusMillis(1), Instant.now());
        assertThat(first.path("principal").asText()).isEqualTo("local");
        assertThat(first.path("tool").asText()).isEqualTo("query");
        assertThat(first.path("ms").isIntegralNumber()).isTrue();
        assertThat(first.path("bytes").asInt()).isEqualTo(9);
        assertThat(first.path("request").asText()).isEqualTo("r-1");
        assertThat(first.at("/tables/0").asText()).isEqualTo("a.b.c");
        assertThat(first.path("engine").asText()).isEqualTo("duckdb");
        assertThat(first.path("rows").asInt()).isEqualTo(3);
        assertThat(first.path("outcome").asText()).isEqualTo("ok");
        assertThat(Json.read(lines.get(1)).path("outcome").asText()).isEqualTo("CANCELLED");
        assertThat(Json.read(lines.get(2)).path("outcome").asText()).isEqualTo("TIMED_OUT");
    }

    @Test
    void writesStatementsWhereThatIsSet() throws Exception {
        assertThat(Json.read(audited(true).get(0)).path("sql").asText()).isEqualTo(SQL);
    }

    @Test
    void refusesAFileThatCannotBeWritten() {
        assertThatThrownBy(() -> AuditLog.open(new ServiceConfig.Audit(directory, false)))
                .isInstanceOf(LakeException.class)
                .hasMessageContaining("audit");
    }

    @Test
    void boundsTheCallsOfEachPrincipal() {
        AtomicLong now = new AtomicLong();
        RateLimits rates = new RateLimits(Optional.of(new ServiceConfig.Rate(60, 2)), now::get);
        rates.take("ana");
        rates.take("ana");
        assertThatThrownBy(() -> rates.take("ana")).isInstanceOfSatisfying(LakeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(e.hint()).contains("1 seconds");
        });
        rates.take("bob");
        now.addAndGet(1_000_000_000L);
        rates.take("ana");
    }
}
