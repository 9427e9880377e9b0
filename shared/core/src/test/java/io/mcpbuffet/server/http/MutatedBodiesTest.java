package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.server.Expected;
import io.mcpbuffet.server.Mutator;
import io.mcpbuffet.server.ServedHttp;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The frames of {@link io.mcpbuffet.server.Mutator} over HTTP. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class MutatedBodiesTest {
    private static final int CLIENTS = 8;
    private static final int FRAMES = Integer.getInteger("mutated.frames", 2000);

    @Test
    void areAnsweredOnceEach() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (ServedHttp served = new ServedHttp(manySessions(), Authenticator.OPEN)) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Mutator mutator = new Mutator(20251125 + client);
                Browser session = new Browser(served.uri()).initialize();
                running.add(clients.submit(() -> send(session, mutator)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
        System.err.println(FRAMES + " bodies over HTTP: each id was answered once");
    }

    private static void send(Browser session, Mutator mutator) {
        for (int number = 0; number < FRAMES / CLIENTS; number++) {
            byte[] body = mutator.next(number);
            Browser.Answer answer = session.send("POST", "/mcp", HttpRequest.BodyPublishers.ofByteArray(body));
            Optional<JsonNode> id = Expected.id(body);
            List<JsonNode> answers = answers(answer);
            String what = new String(body, StandardCharsets.ISO_8859_1);
            assertThat(answer.status()).as(what).isLessThan(500);
            assertThat(answers).as("%s: %s", what, answer).hasSize(id.isPresent() ? 1 : 0);
            id.ifPresent(each -> assertThat(answers.get(0).path("id")).as(what).isEqualTo(each));
            if (id.isEmpty()) {
                assertThat(answer.status()).as(what).isEqualTo(202);
            }
        }
        assertThat(session.request(1, "ping", "{}").has("result")).isTrue();
    }

    /** Some of the frames begin one. */
    private static HttpConfig manySessions() {
        return new HttpConfig(
                new HostPort("127.0.0.1", 0),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                FRAMES + CLIENTS,
                Duration.ofHours(1),
                Duration.ZERO);
    }

    private static List<JsonNode> answers(Browser.Answer answer) {
        List<JsonNode> answers = new ArrayList<>();
        if (answer.header("content-type").orElse("").startsWith("text/event-stream")) {
            answer.events().stream().filter(event -> !event.has("method")).forEach(answers::add);
        } else if (!answer.body().isBlank()) {
            answers.add(Json.read(answer.body()));
        }
        return answers;
    }
}
