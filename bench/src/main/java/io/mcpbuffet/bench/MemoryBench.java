package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the server and its engine worker have resident for a result of 3 million rows, over 200 MB of values, of which 200 are asked for;
 * beside a result of 200 rows. The first result of a process also loads classes, so each is asked for before it is measured.
 */
final class MemoryBench implements Benchmark {
    private static final long ROWS = 3_000_000;
    private static final int SHOWN = 200;
    private static final int RUNS = 5;

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        Path warehouse = Files.createTempDirectory("memory-bench");
        table.row("rows of the result", "asked for", "ms", "server MB", "server peak MB", "worker peak MB");
        try (McpProcess server = McpProcess.serve(warehouse)) {
            ask(server, ROWS);
            measure(table, server, SHOWN);
            List<Long> before = server.peaks();
            measure(table, server, ROWS);
            List<Long> after = server.peaks();
            return List.of(new Result("memory-server-growth", after.get(0) - before.get(0), "MB", "0"));
        } finally {
            Files.delete(warehouse);
        }
    }

    private static void measure(Table table, McpProcess server, long rows) throws Exception {
        Timing timing = new Timing();
        for (int run = 0; run < RUNS; run++) {
            timing.measure(() -> ask(server, rows));
        }
        List<Long> peaks = server.peaks();
        table.row(
                rows,
                SHOWN,
                Timing.text(timing.median()),
                server.resident(),
                peaks.get(0),
                peaks.stream().skip(1).mapToLong(Long::longValue).max().orElse(0));
    }

    private static JsonNode ask(McpProcess server, long rows) throws Exception {
        ObjectNode arguments = Json.object()
                .put("sql", "SELECT i, md5(i::VARCHAR) AS a, md5((i + 1)::VARCHAR) AS b FROM range(" + rows + ") t(i)")
                .put("max_rows", SHOWN)
                .put("timeout_seconds", 300);
        JsonNode answer = server.call("query", arguments);
        if (answer.path("rows").size() > SHOWN || answer.path("rows").isEmpty()) {
            throw new IllegalStateException("Rows shown: " + answer.path("rows").size());
        }
        return answer;
    }
}
