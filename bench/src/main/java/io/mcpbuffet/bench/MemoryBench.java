package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the server and its engine worker have resident for a result of 3 million rows, over 200 MB of values, of which 200 are asked for;
 * beside a result of 200 rows, in turn. The heap is what is in use after a collection; what is resident has all that Java did not collect.
 */
final class MemoryBench implements Benchmark {
    private static final long ROWS = 3_000_000;
    private static final int SHOWN = 200;
    private static final int RUNS = 5;
    private static final int ROUNDS = 3;

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        Path warehouse = Files.createTempDirectory("memory-bench");
        table.row(
                "rows of the result",
                "asked for",
                "ms",
                "server heap KB",
                "server MB",
                "server peak MB",
                "worker peak MB");
        try (McpProcess server = McpProcess.serve(warehouse)) {
            ask(server, ROWS);
            long few = 0;
            long many = 0;
            List<Long> before = List.of();
            List<Long> after = List.of();
            for (int round = 0; round < ROUNDS; round++) {
                few = measure(table, server, SHOWN);
                before = server.peaks();
                many = measure(table, server, ROWS);
                after = server.peaks();
            }
            return List.of(
                    new Result("memory-server-heap-growth", many - few, "KB", "one page of 200 rows"),
                    new Result("memory-server-growth", after.get(0) - before.get(0), "MB", "0"));
        } finally {
            Files.delete(warehouse);
        }
    }

    /** Kilobytes of the heap afterwards. */
    private static long measure(Table table, McpProcess server, long rows) throws Exception {
        Timing timing = new Timing();
        for (int run = 0; run < RUNS; run++) {
            timing.measure(() -> ask(server, rows));
        }
        long resident = server.resident();
        List<Long> peaks = server.peaks();
        long heap = server.heap();
        table.row(
                rows,
                SHOWN,
                Timing.text(timing.median()),
                heap,
                resident,
                peaks.get(0),
                peaks.stream().skip(1).mapToLong(Long::longValue).max().orElse(0));
        return heap;
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
