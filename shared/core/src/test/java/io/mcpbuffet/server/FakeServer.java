package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngineProvider;
import io.mcpbuffet.spi.FakeProvider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole server over a fake catalog {@code lake}, asked one request at a time over standard input and output. */
final class FakeServer implements AutoCloseable {
    private final BuffetServer server;
    private JsonNode initialized;

    FakeServer(FakeCatalog catalog) {
        Map<String, CatalogConfig> catalogs = new LinkedHashMap<>();
        catalogs.put("lake", new CatalogConfig("lake", "fake", Map.of()));
        BuffetConfig config = new BuffetConfig(
                Optional.empty(), catalogs, Limits.DEFAULT, Output.BOTH, Map.of(), ServiceConfig.DEFAULT);
        this.server = BuffetServer.open(config, List.of(FakeProvider.of(catalog)), new FakeEngineProvider());
    }

    /** The answer to one request of a client with these capabilities. */
    JsonNode ask(String capabilities, String method, String params) {
        String hello =
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                        + "\"capabilities\":" + capabilities + ",\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}\n";
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        server.serveStdio(new ByteArrayInputStream((hello + request).getBytes(StandardCharsets.UTF_8)), out);
        List<JsonNode> answers = new Wire(out, new ByteArrayInputStream(out.toByteArray())).rest();
        initialized = answers.get(0);
        return answers.get(1);
    }

    /** The answer to the last handshake. */
    JsonNode initialized() {
        return initialized;
    }

    @Override
    public void close() {
        server.close();
    }
}
