package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What passes between a client and another server, whatever carries it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PassThroughContract {
    private Client client;

    /** An entry of mcpServers for the fixture. */
    abstract Map<String, Object> fixture();

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        client = Client.of(Files.createTempDirectory("router"), Map.of("my server", fixture()));
    }

    @AfterAll
    void close() {
        client.close();
    }

    private List<String> names(String method, String array, String key) {
        List<String> names = new ArrayList<>();
        client.result(method, Json.object())
                .path(array)
                .forEach(item -> names.add(item.path(key).asText()));
        return names;
    }

    @Test
    void listsToolsOfAllPagesAfterOurOwn() {
        assertThat(names("tools/list", "tools", "name"))
                .startsWith("list_catalogs")
                .contains("my_server__echo", "my_server__change")
                .doesNotHaveDuplicates();
    }

    @Test
    void showsDefinitionsWholeButForHiddenCharacters() {
        JsonNode tool = client.result("tools/list", Json.object())
                .path("tools")
                .findParents("_meta")
                .get(0);
        assertThat(tool.toString())
                .isEqualTo(
                        "{\"name\":\"my_server__echo\",\"description\":\"A tool\\\\u202e of the fixture\\\\u200b\",\"inputSchema\":"
                                + "{\"type\":\"object\",\"properties\":{\"millis\":{\"type\":\"integer\"}}},\"annotations\":{\"readOnlyHint\""
                                + ":true,\"x-own\":[1.10]},\"_meta\":{\"k\":1}}");
    }

    @Test
    void relaysResultsWithoutLoss() {
        assertThat(client.call("my_server__exact").toString())
                .isEqualTo(
                        "{\"content\":[{\"type\":\"hologram\",\"frames\":[1]},{\"type\":\"text\",\"text\":\"\",\"annotations\":"
                                + "{\"priority\":0.50}}],\"structuredContent\":{\"big\":12345678901234567890123,\"small\":"
                                + "0.1000000000000000055511151231257827,\"id\":7},\"own\":{\"error\":null},\"_meta\":{\"a/b\":[true]},"
                                + "\"isError\":false}");
    }

    @Test
    void relaysArgumentsWithoutLossUnderTheServersOwnNames() {
        ObjectNode params = (ObjectNode) Json.read(
                "{\"name\":\"my_server__echo\",\"arguments\":{\"n\":1.10,\"big\":98765432109876543210,\"x\":[null,{}]},\"own\":1,"
                        + "\"_meta\":{\"k\":[2.50]}}");
        String seen = client.result("tools/call", params).at("/content/0/text").asText();
        assertThat(Json.read(seen).path("params").toString())
                .isEqualTo(
                        "{\"name\":\"echo\",\"arguments\":{\"n\":1.10,\"big\":98765432109876543210,\"x\":[null,{}]},\"own\":1,"
                                + "\"_meta\":{\"k\":[2.50]}}");
    }

    @Test
    void relaysErrorsWithTheirWords() {
        JsonNode error =
                client.answer("tools/call", Client.params("my_server__error")).path("error");
        assertThat(error.toString()).isEqualTo("{\"code\":-32603,\"message\":\"own words\",\"data\":{\"why\":1.0}}");
    }

    @Test
    void mapsTokensOfProgressBothWays() {
        ObjectNode params = Client.params("my_server__progress", "millis", 50);
        params.putObject("_meta").put("progressToken", "mine");
        JsonNode result = client.result("tools/call", params);
        assertThat(result.at("/content/0/text").asText()).isEqualTo("done");
        assertThat(client.notification("notifications/progress").toString())
                .isEqualTo("{\"progressToken\":\"mine\",\"progress\":1,\"total\":5.0,\"own\":true}");
    }

    @Test
    void cancelsAtTheServerWhatTheClientCancels() {
        Client.Sent slow = client.start("my_server__slow", "millis", 20_000);
        client.call("my_server__exact");
        client.notifyRouter("notifications/cancelled", Json.object().put("requestId", slow.id()));
        String cancelled = "0";
        while (!cancelled.equals("1")) {
            cancelled =
                    client.call("my_server__cancelled").at("/content/0/text").asText();
        }
        assertThat(slow.answer()).isNotDone();
    }

    @Test
    void passesPromptsResourcesAndCompletionsThrough() {
        assertThat(names("prompts/list", "prompts", "name")).contains("my_server__greet");
        assertThat(client.result("prompts/get", Json.object().put("name", "my_server__greet"))
                        .at("/messages/0/content/text")
                        .asText())
                .isEqualTo("Hello from greet");
        assertThat(names("resources/list", "resources", "uri")).containsExactly("note://one");
        assertThat(names("resources/templates/list", "resourceTemplates", "uriTemplate"))
                .containsExactly(
                        "lake://{catalog}/{namespace}/{table}",
                        "lake://{catalog}/{namespace}/{table}/snapshots",
                        "lake://{catalog}/{namespace}/{table}/profile",
                        "note://{which}");
        assertThat(client.result("resources/read", Json.object().put("uri", "note://two"))
                        .at("/contents/0/text")
                        .asText())
                .contains("note://two");
        ObjectNode params = Json.object();
        params.putObject("ref").put("type", "ref/prompt").put("name", "my_server__greet");
        params.putObject("argument").put("value", "");
        assertThat(client.result("completion/complete", params)
                        .at("/completion/values/0")
                        .asText())
                .isEqualTo("greet");
    }

    @Test
    void manyCallsAtOnceGetTheirOwnAnswers() {
        List<Client.Sent> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add(client.start("my_server__echo", "mark", "m" + i + "!"));
        }
        for (int i = 0; i < sent.size(); i++) {
            assertThat(Client.await(sent.get(i)).toString()).contains("m" + i + "!");
        }
    }

    @Test
    void tellsOfChangedListsOnceAndShowsThem() {
        client.call("my_server__change");
        client.notification("notifications/tools/list_changed");
        assertThat(names("tools/list", "tools", "name")).anyMatch(name -> name.startsWith("my_server__new"));
    }
}
