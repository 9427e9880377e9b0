package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The client's end of a stdio connection: raw lines out, messages in. */
public final class Wire implements AutoCloseable {
    private final OutputStream out;
    private final BufferedReader in;

    public Wire(OutputStream out, InputStream in) {
        this.out = out;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    public void raw(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void line(String line) {
        raw((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public void request(Object id, String method, String params) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0");
        message.putPOJO("id", id);
        message.put("method", method);
        line(Json.write(message.set("params", Json.read(params))));
    }

    public void call(Object id, String tool, String arguments) {
        request(id, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    public void cancel(Object id) {
        ObjectNode params = Json.object();
        params.putPOJO("requestId", id);
        line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":" + params + "}");
    }

    public JsonNode initialize() {
        request(
                "init",
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}");
        JsonNode answer = next();
        line("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        return answer;
    }

    /** The next message; fails at the end of the stream. */
    public JsonNode next() {
        try {
            String line = in.readLine();
            if (line == null) {
                throw new AssertionError("The server closed the stream");
            }
            return Json.read(Canary.none(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All further messages, to the end of the stream. */
    public List<JsonNode> rest() {
        List<JsonNode> all = new ArrayList<>();
        rest(all::add);
        return all;
    }

    /** The same one by one. */
    public void rest(Consumer<JsonNode> each) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                each.accept(Json.read(Canary.none(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of the server's input. */
    public void end() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end();
    }
}
