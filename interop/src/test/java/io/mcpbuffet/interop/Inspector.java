package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The inspector on the command line, which starts the server anew for each call. */
record Inspector(List<String> server) {
    static final int TOOL_SAID_ERROR = 5;

    /** For a machine that is busy. */
    private static final String CONNECT_MILLIS = "60000";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Over what the {@code buffet.yaml} of a directory configures. */
    static Inspector in(Path directory) {
        return new Inspector(List.of(
                "--cwd", directory.toString(), Programs.ROOT.resolve("buffet").toString(), "serve"));
    }

    Programs.Ended inspect(String method, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--cli", "--connect-timeout", CONNECT_MILLIS));
        arguments.addAll(server);
        arguments.addAll(List.of("--method", method));
        arguments.addAll(List.of(more));
        return Node.program("mcp-inspector", arguments);
    }

    /** Arguments are written {@code name=value}. */
    Programs.Ended call(String tool, String... arguments) {
        List<String> more = new ArrayList<>(List.of("--tool-name", tool));
        for (String argument : arguments) {
            more.addAll(List.of("--tool-arg", argument));
        }
        return inspect("tools/call", more.toArray(String[]::new));
    }

    /** What a tool answers that does not fail. */
    JsonNode result(String tool, String... arguments) {
        Programs.Ended ended = call(tool, arguments);
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        JsonNode result = json(ended.out());
        assertThat(result.path("isError").asBoolean()).isFalse();
        return result;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
