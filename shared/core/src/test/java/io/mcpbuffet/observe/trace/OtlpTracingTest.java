package io.mcpbuffet.observe.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mcpbuffet.config.Secret;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.observe.CallRecord;
import io.mcpbuffet.observe.CallTracing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OtlpTracingTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
    private HttpServer collector;

    /** @param body its bytes, as one character each */
    private record Sent(String path, String authorization, String body) {
        boolean has(String text) {
            return body.contains(text);
        }

        boolean hasId(String hex) {
            return has(new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1));
        }
    }

    @BeforeEach
    void collect() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", exchange -> {
            sent.add(new Sent(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private OtlpTracing tracing(double sample) {
        URI endpoint = URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
        return OtlpTracing.to(new ServiceConfig.Traces(endpoint, Optional.of(new Secret("Bearer c")), sample), "1");
    }

    private static CallRecord record(String outcome) {
        return new CallRecord(
                Instant.now(),
                Duration.ofMillis(5),
                "ana",
                "r-1",
                "query",
                Optional.of("SELECT 'private'"),
                List.of("lake.sales.orders"),
                Optional.of("duckdb"),
                3,
                4,
                1,
                outcome);
    }

    @Test
    void sendsASpanBelowThatOfTheCaller() throws Exception {
        String next;
        try (OtlpTracing tracing = tracing(0)) {
            CallTracing.Step step = tracing.begin("query", "ana", Optional.of("00-" + TRACE + "-" + PARENT + "-01"));
            next = step.traceparent().orElseThrow();
            step.ended(record("TIMED_OUT"));
        }
        assertThat(next).startsWith("00-" + TRACE + "-").endsWith("-01").doesNotContain(PARENT);
        Sent span = sent.poll(50, TimeUnit.SECONDS);
        assertThat(span.path()).isEqualTo("/v1/traces");
        assertThat(span.authorization()).isEqualTo("Bearer c");
        assertThat(span.hasId(TRACE)).isTrue();
        assertThat(span.hasId(PARENT)).isTrue();
        assertThat(span.hasId(next.split("-", -1)[2])).isTrue();
        assertThat(span.has("tools/call query") && span.has("lake.sales.orders") && span.has("TIMED_OUT"))
                .isTrue();
        assertThat(span.has("private")).as("statements stay here").isFalse();
    }

    @Test
    void beginsATraceWhereThereIsNoneAndSendsTheShareThatIsSet() {
        try (OtlpTracing none = tracing(0)) {
            CallTracing.Step step = none.begin("query", "ana", Optional.empty());
            assertThat(step.traceparent().orElseThrow()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]");
            step.ended(record(CallRecord.OK));
        }
        assertThat(sent).isEmpty();
        try (OtlpTracing all = tracing(1)) {
            all.begin("query", "ana", Optional.of("not a trace")).ended(record(CallRecord.OK));
        }
        assertThat(sent).hasSize(1);
    }

    @Test
    void passesOnWhatTheCallerGaveWhereItIsOff() {
        Optional<String> given = Optional.of("00-" + TRACE + "-" + PARENT + "-01");
        assertThat(CallTracing.NONE.begin("query", "ana", given).traceparent()).isEqualTo(given);
    }

    @Test
    void livesWithoutACollector() {
        collector.stop(0);
        try (OtlpTracing tracing = tracing(1)) {
            tracing.begin("query", "ana", Optional.empty()).ended(record(CallRecord.OK));
        }
        assertThat(sent).isEmpty();
    }
}
