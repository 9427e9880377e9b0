package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The page that shows results to people, for clients with the extension MCP Apps; no other client hears of it. Its policy lets run only
 * the script and the style that are in it. Safe for use by many threads.
 */
record Viewer() implements TreeMethods {
    static final String EXTENSION = "io.modelcontextprotocol/ui";
    static final String URI = "ui://mcp-buffet/result";
    static final String MIME = "text/html;profile=mcp-app";

    private static final Set<String> TOOLS = Set.of("query", "time_travel", "inspect", "list_snapshots");

    @Override
    public Optional<Mono<? extends JsonNode>> answer(Incoming.Request request, Call call, Caller caller) {
        if (request.method().equals(McpSchema.METHOD_RESOURCES_LIST) && call.extended(EXTENSION)) {
            return Optional.of(Mono.just(list()));
        }
        boolean read = request.method().equals(McpSchema.METHOD_RESOURCES_READ)
                && request.params() != null
                && request.params().path("uri").asText().equals(URI);
        return read ? Optional.of(Mono.fromSupplier(Viewer::contents)) : Optional.empty();
    }

    private static ObjectNode list() {
        ObjectNode out = Json.object();
        out.putArray("resources")
                .addObject()
                .put("uri", URI)
                .put("name", "result")
                .put("title", "Result viewer")
                .put("description", "Shows rows as a table or a chart, and snapshots as a line of time")
                .put("mimeType", MIME);
        return out;
    }

    private static ObjectNode contents() {
        ObjectNode out = Json.object();
        ObjectNode content = out.putArray("contents")
                .addObject()
                .put("uri", URI)
                .put("mimeType", MIME)
                .put("text", page());
        ObjectNode view = content.putObject("_meta").putObject("ui");
        ObjectNode policy = view.putObject("csp");
        policy.putArray("connectDomains");
        policy.putArray("resourceDomains");
        view.put("prefersBorder", true);
        return out;
    }

    /** A list of tools in which those with rows name the page. */
    static ObjectNode shown(ObjectNode list) {
        ObjectNode shown = list.deepCopy();
        shown.path("tools").forEach(tool -> {
            if (TOOLS.contains(tool.path("name").asText())) {
                ((ObjectNode) tool).putObject("_meta").putObject("ui").put("resourceUri", URI);
            }
        });
        return shown;
    }

    /** The page with the hashes of its parts in its policy. */
    static String page() {
        try (InputStream in = Objects.requireNonNull(Viewer.class.getResourceAsStream("viewer.html"))) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return page.replace("{{SCRIPT}}", hash(part(page, "<script>", "</script>")))
                    .replace("{{STYLE}}", hash(part(page, "<style>", "</style>")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String part(String page, String from, String to) {
        return page.substring(page.indexOf(from) + from.length(), page.indexOf(to));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
