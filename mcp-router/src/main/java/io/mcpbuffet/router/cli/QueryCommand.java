package io.mcpbuffet.router.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.router.Router;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs one statement as the tool {@code query} does. */
final class QueryCommand implements Command {
    private static final String AS_OF = "--as-of";
    private static final String MAX_ROWS = "--max-rows";
    private static final String TIMEOUT = "--timeout";
    private static final String JSON = "--json";

    @Override
    public String name() {
        return "query";
    }

    @Override
    public String summary() {
        return "Run one read-only SQL statement and print its rows";
    }

    @Override
    public String help() {
        return """
                usage: buffet query "SQL" [OPTIONS]
                       buffet query - < statement.sql

                Runs one read-only statement over the tables of all catalogs, as the tool query does for a client.

                  --as-of MOMENT     read tables as they were: a snapshot id, branch:NAME, tag:NAME, an ISO-8601
                                     instant, or -P7D for 7 days ago
                  --max-rows N       rows to print (default 200, at most 10000)
                  --timeout SECONDS  when to give up (default 60, at most 600)
                  --json             print the structured answer instead of a table
                """
                + Setup.HELP;
    }

    @Override
    public int run(List<String> arguments, Console console) {
        List<String> valued = new ArrayList<>(Setup.OPTIONS);
        valued.addAll(List.of(AS_OF, MAX_ROWS, TIMEOUT));
        Flags flags = Flags.parse(arguments, valued, List.of(JSON)).atMost(1);
        ObjectNode call = Json.object().put("sql", sql(flags, console));
        flags.value(AS_OF).ifPresent(moment -> call.put("as_of", moment));
        flags.value(MAX_ROWS).ifPresent(rows -> call.put("max_rows", number(MAX_ROWS, rows)));
        flags.value(TIMEOUT).ifPresent(seconds -> call.put("timeout_seconds", number(TIMEOUT, seconds)));
        try (BuffetServer server = Router.open(new Setup(console).configuration(flags), console.environment())) {
            ToolResult result = tool(server).handler().call(call, CallContext.NONE);
            if (result.isError()) {
                console.note(result.text());
                return 1;
            }
            console.out().print(flags.has(JSON) ? result.structured().toPrettyString() + "\n" : result.text());
            return 0;
        }
    }

    private static Tool tool(BuffetServer server) {
        return server.tools().stream()
                .filter(t -> t.name().equals("query"))
                .findFirst()
                .orElseThrow(() -> LakeException.unsupported("No configured catalog can be queried with SQL"));
    }

    private static String sql(Flags flags, Console console) {
        if (flags.words().isEmpty()) {
            throw LakeException.invalid("The statement is missing").hint("Write buffet query \"SELECT 1\"");
        }
        String word = flags.words().get(0);
        try {
            return word.equals("-") ? new String(console.in().readAllBytes(), StandardCharsets.UTF_8) : word;
        } catch (IOException e) {
            throw LakeException.unavailable("Standard input cannot be read", e);
        }
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw LakeException.invalid(option + " is '" + text + "', not a whole number");
        }
    }
}
