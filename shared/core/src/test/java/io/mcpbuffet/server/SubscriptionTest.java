package io.mcpbuffet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.tool.OutputForm;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of both eras that want to know when a table changes. */
@Timeout(60)
class SubscriptionTest {
    private static final String URI = "lake://lake/%22eu.west%22.retail/Order%2FLines%20100%25";
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final FakeResources resources = new FakeResources();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final McpService service;
    private final Wire wire;

    SubscriptionTest() throws IOException {
        Desk desk = new Desk(List.of(), OutputForm.BOTH, List.of(), resources, "");
        service = McpService.of(
                principal -> desk,
                "1",
                Limits.DEFAULT,
                Redaction.NONE,
                Watch.NOBODY,
                OtherServers.NONE,
                Duration.ofMillis(10));
        PipedInputStream input = new PipedInputStream(1 << 16);
        PipedInputStream answers = new PipedInputStream(1 << 20);
        PipedOutputStream output = new PipedOutputStream(answers);
        wire = new Wire(new PipedOutputStream(input), answers);
        thread.submit(() -> {
            try (output) {
                new StdioTransport(input, output, Principal.LOCAL).serve(service);
            }
            return null;
        });
    }

    @AfterEach
    void close() {
        wire.close();
        thread.shutdownNow();
        service.close();
    }

    private JsonNode ask(Object id, String method, String params) {
        wire.request(id, method, "{" + params + "}");
        return wire.next();
    }

    private static void assertAccepted(JsonNode answer) {
        assertThat(answer.path("result").isObject()).as(answer.toString()).isTrue();
        assertThat(answer.path("result")).isEmpty();
    }

    @Test
    void aSessionIsToldOfEachChangeUntilItUnsubscribes() {
        JsonNode can = wire.initialize().at("/result/capabilities/resources");
        assertThat(can.path("subscribe").asBoolean()).isTrue();
        assertAccepted(ask(1, "resources/subscribe", "\"uri\":\"" + URI + "/snapshots\""));
        for (String state : List.of("2", "3")) {
            resources.state = state;
            JsonNode told = wire.next();
            assertThat(told.path("method").asText()).isEqualTo("notifications/resources/updated");
            assertThat(told.at("/params/uri").asText()).isEqualTo(URI + "/snapshots");
        }
        assertAccepted(ask(2, "resources/unsubscribe", "\"uri\":\"" + URI + "/snapshots\""));
        // Were the first still looked after, it would be told before this one.
        assertAccepted(ask(4, "resources/subscribe", "\"uri\":\"" + URI + "\""));
        resources.state = "4";
        assertThat(wire.next().at("/params/uri").asText()).isEqualTo(URI);
        assertAccepted(ask(5, "resources/unsubscribe", "\"uri\":\"" + URI + "\""));
        resources.state = "5";
        int asked = resources.asked.get();
        assertThat(ask(3, "ping", "").path("id").asInt()).isEqualTo(3);
        assertThat(resources.asked.get() - asked)
                .as("looks after the last one has gone")
                .isLessThanOrEqualTo(1);
    }

    @Test
    void aListenerWithoutASessionIsToldAsWell() {
        String listen = "\"notifications\":{\"resourceSubscriptions\":[\"" + URI + "\"]}," + META;
        JsonNode opened = ask("l", "subscriptions/listen", listen);
        assertThat(opened.path("method").asText()).isEqualTo("notifications/subscriptions/acknowledged");
        while (resources.asked.get() < 2) {
            Thread.onSpinWait();
        }
        resources.state = "2";
        JsonNode told = wire.next();
        assertThat(told.at("/params/uri").asText()).isEqualTo(URI);
        assertThat(told.at("/params/_meta/io.modelcontextprotocol~1subscriptionId")
                        .asText())
                .isEqualTo("l");
    }

    @Test
    void aListenerIsToldOfWhatChangesWhileItReadsTheAcknowledgement() {
        Subscriptions subscriptions = new Subscriptions();
        List<String> told = new ArrayList<>();
        Outlet outlet = new Outlet() {
            @Override
            public void message(byte[] json) {
                told.add(Json.read(new String(json, StandardCharsets.UTF_8))
                        .path("method")
                        .asText());
                if (told.size() == 1) {
                    subscriptions.notify("notifications/tools/list_changed", null);
                }
            }

            @Override
            public void answer(byte[] json, int code) {
                told.add("answer");
            }

            @Override
            public boolean broken() {
                return false;
            }
        };
        Call call = new Call(Json.object().textNode("l"), "", new Outgoing(outlet), new SdkJson(), Stateful.UNKNOWN);
        subscriptions.add(call, Json.object().put("toolsListChanged", true));
        assertThat(told)
                .containsExactly("notifications/subscriptions/acknowledged", "notifications/tools/list_changed");
    }

    @Test
    void saysWhatCannotBeSubscribedTo() {
        wire.initialize();
        assertThat(ask(1, "resources/subscribe", "\"uri\":\"lake://lake/a/none\"")
                        .at("/error/code")
                        .asInt())
                .isEqualTo(-32002);
        JsonNode other = ask(2, "resources/subscribe", "\"uri\":\"ui://mcp-buffet/result\"")
                .path("error");
        assertThat(other.path("code").asInt()).isEqualTo(-32602);
        assertThat(other.path("message").asText()).contains("not the URI of a table");
        JsonNode full = null;
        for (int i = 0; i <= ResourceWatch.MOST; i++) {
            String parameter = "\"uri\":\"lake://c" + i + "/n/Order%2FLines%20100%25\"";
            full = ask(3 + i, "resources/subscribe", parameter);
            assertThat(full.has("error")).isEqualTo(i == ResourceWatch.MOST);
        }
        assertThat(full.at("/error/message").asText()).contains("100 subscriptions", "Unsubscribe");
    }
}
