package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.observe.CallRecord;
import io.mcpbuffet.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads out of a call and its answer what is told about it. */
record CallReport(Caller caller, String tool, JsonNode arguments, Instant start, long nanos) {
    static CallReport begin(Caller caller, String tool, JsonNode arguments) {
        return new CallReport(caller, tool, arguments, Instant.now(), System.nanoTime());
    }

    CallRecord ended(ToolResult result) {
        JsonNode answer = result.structured();
        String outcome = result.isError() ? answer.path("code").asText("INTERNAL") : CallRecord.OK;
        return record(answer, outcome);
    }

    CallRecord cancelled() {
        return record(arguments, CallRecord.CANCELLED);
    }

    private CallRecord record(JsonNode answer, String outcome) {
        return new CallRecord(
                start,
                Duration.ofNanos(System.nanoTime() - nanos),
                caller.principal().name(),
                caller.request(),
                tool,
                Optional.ofNullable(arguments.path("sql").textValue()),
                tables(answer),
                Optional.ofNullable(answer.path("engine").textValue()),
                answer.path("row_count").asLong(),
                answer.path("bytes_read").asLong(),
                answer.path("files_read").asLong(),
                outcome);
    }

    /** Those of a statement; or the one that the call is about, as it was found or as it was asked for. */
    private List<String> tables(JsonNode answer) {
        List<String> tables = new ArrayList<>();
        if (answer.has("engine")) {
            answer.path("tables").forEach(each -> tables.add(each.path("table").asText()));
            return tables;
        }
        String one = answer.path("table").asText(arguments.path("table").asText());
        return one.isEmpty() ? List.of() : List.of(one);
    }
}
