package io.mcpbuffet.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.StatusSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;

/**
 * A page for people at the root. The page itself is the same for everybody and tells nothing; what it shows comes from {@link #DATA},
 * which is answered to those who are let in.
 */
final class StatusPage {
    static final String DATA = "/status.json";

    /** Everything comes from this server, and nothing in between is run: a text of somebody else can only be shown. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final StatusSource source;
    private final HttpConfig config;
    private final HttpSessions sessions;

    StatusPage(StatusSource source, HttpConfig config, HttpSessions sessions) {
        this.source = source;
        this.config = config;
        this.sessions = sessions;
    }

    Routes addTo(Routes routes) {
        return routes.open("/", file("status.html", "text/html"))
                .open("/status.css", file("status.css", "text/css"))
                .open("/status.js", file("status.js", "text/javascript"))
                .closed(DATA, this::data);
    }

    private static Routes.Open file(String name, String type) {
        byte[] body = read(name);
        return exchange -> {
            if (reads(exchange)) {
                guarded(exchange).answer(200, type + ";charset=utf-8", body);
            }
        };
    }

    private static byte[] read(String name) {
        try (InputStream in = StatusPage.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void data(Exchange exchange, Principal principal) {
        if (reads(exchange)) {
            ObjectNode status = source.of(principal).put("sessions", sessions.count(principal));
            connections(status.putArray("connections"), ResourceMetadata.base(config, exchange));
            guarded(exchange).answer(200, Exchange.JSON, Json.write(status).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean reads(Exchange exchange) {
        boolean get = exchange.method().equals("GET");
        if (!get) {
            Replies.notAllowed(exchange, "GET");
        }
        return get;
    }

    private static Exchange guarded(Exchange exchange) {
        exchange.response()
                .getHeaders()
                .put("Content-Security-Policy", POLICY)
                .put("Referrer-Policy", "no-referrer")
                .put("X-Frame-Options", "DENY")
                .put("Cross-Origin-Opener-Policy", "same-origin")
                .put(HttpHeader.CACHE_CONTROL, "no-store");
        return exchange;
    }

    /** A token is never written out: whoever connects puts his own in. */
    private void connections(ArrayNode out, String base) {
        String url = base + "/mcp";
        String header = config.secured() ? "Authorization: Bearer YOUR_TOKEN" : "";
        ObjectNode vscode = Json.object();
        entry(vscode.putObject("servers").putObject("buffet").put("type", "http"), url);
        ObjectNode cursor = Json.object();
        entry(cursor.putObject("mcpServers").putObject("buffet"), url);
        ObjectNode desktop = Json.object();
        var arguments = desktop.putObject("mcpServers")
                .putObject("buffet")
                .put("command", "npx")
                .putArray("args")
                .add("-y")
                .add("mcp-remote")
                .add(url);
        if (!header.isEmpty()) {
            arguments.add("--header").add(header);
        }
        String option = header.isEmpty() ? "" : " --header \"" + header + "\"";
        connection(out, "Claude Code", "Run in a shell", "claude mcp add --transport http buffet " + url + option);
        connection(out, "Claude Desktop", "Merge into claude_desktop_config.json", desktop.toPrettyString());
        connection(out, "VS Code", "Merge into .vscode/mcp.json", vscode.toPrettyString());
        connection(out, "Cursor", "Merge into ~/.cursor/mcp.json", cursor.toPrettyString());
        connection(
                out,
                "Inspector",
                "Run in a shell",
                "npx -y @modelcontextprotocol/inspector --cli " + url + " --transport http --method tools/list"
                        + option);
        connection(out, "Any other", "Streamable HTTP, or HTTP+SSE for older clients", url + "\n" + base + "/sse");
    }

    private void entry(ObjectNode entry, String url) {
        entry.put("url", url);
        if (config.secured()) {
            entry.putObject("headers").put("Authorization", "Bearer YOUR_TOKEN");
        }
    }

    private static void connection(ArrayNode out, String client, String how, String text) {
        out.addObject().put("client", client).put("how", how).put("text", text);
    }
}
