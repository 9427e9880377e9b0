package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;

/** Tools that behave well and badly, for tests of what is around them. */
final class TestTools {
    static final String PASSWORD = Canary.PROPERTY.value();

    /** A secret that is in the data too. */
    static final String FAMILIAR = "a-familiar-word";

    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    List<Tool> all() {
        return List.of(
                tool("echo", (arguments, call) -> text(arguments.path("value"))),
                tool("defect", (arguments, call) -> {
                    throw new OutOfMemoryError("password " + PASSWORD);
                }),
                tool("linkage", (arguments, call) -> {
                    throw new NoClassDefFoundError(PASSWORD);
                }),
                tool("lacks", (arguments, call) -> {
                    var lacking = Json.object().put("value", FAMILIAR);
                    lacking.putArray("catalogs").addObject().put("error", "denied to " + FAMILIAR);
                    return ToolResult.of(lacking, "denied to " + FAMILIAR);
                }),
                tool("nothing", (arguments, call) -> null),
                tool("refuses", (arguments, call) -> {
                    throw LakeException.of(ErrorCode.READ_ONLY, "The statement would write")
                            .hint("Write a SELECT");
                }),
                tool("prints", (arguments, call) -> {
                    System.out.println("{\"stray\": true}");
                    return text(Json.object().textNode("printed"));
                }),
                tool("progress", (arguments, call) -> {
                    for (int i = 0; i < 1000; i++) {
                        call.progress().report(OptionalDouble.of(i / 10.0), "step " + i);
                    }
                    return text(Json.object().textNode("done"));
                }),
                tool("waits", (arguments, call) -> {
                    await();
                    return text(Json.object().textNode("released"));
                }));
    }

    private void await() {
        started.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was cancelled", e);
        }
    }

    private static ToolResult text(JsonNode value) {
        return ToolResult.of(Json.object().set("value", value), "value: " + value.asText());
    }

    private static Tool tool(String name, Tool.Handler handler) {
        var schema = Json.object().put("type", "object");
        schema.putObject("properties").putObject("value").put("type", "string");
        schema.put("additionalProperties", false);
        var output = Json.object().put("type", "object");
        output.putObject("properties").putObject("value");
        return new Tool(name, name, "Does " + name + ".", schema, output, true, false, handler);
    }
}
