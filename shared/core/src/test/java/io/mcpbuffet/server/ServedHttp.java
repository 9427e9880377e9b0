package io.mcpbuffet.server;

import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.observe.Metrics;
import io.mcpbuffet.observe.Redaction;
import io.mcpbuffet.server.http.HttpServer;
import io.mcpbuffet.tool.OutputForm;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The tools of {@link TestTools} served over HTTP in this process. */
public final class ServedHttp implements AutoCloseable {
    public static final HttpConfig ANY_PORT = HttpConfig.DEFAULT.at(new HostPort("127.0.0.1", 0));

    private final Metrics metrics = new Metrics();
    private final TestTools tools = new TestTools();
    private final McpService service;
    private final HttpServer server;

    public ServedHttp() {
        this(ANY_PORT, Authenticator.OPEN);
    }

    public ServedHttp(HttpConfig config, Authenticator authenticator) {
        this(config, authenticator, Duration.ofSeconds(15));
    }

    /** @param keepAlive after which a stream that says nothing is used */
    public ServedHttp(HttpConfig config, Authenticator authenticator, Duration keepAlive) {
        Desk desk = new Desk(tools.all(), OutputForm.BOTH, List.of(), new FakeResources(), "Instructions.");
        this.service = McpService.of(
                principal -> desk,
                "1",
                Limits.DEFAULT,
                Redaction.of(List.of(TestTools.PASSWORD)),
                new Watch(new RateLimits(java.util.Optional.empty(), System::nanoTime), List.of(metrics)));
        this.server = HttpServer.start(
                config, service, authenticator, metrics, principal -> io.mcpbuffet.json.Json.object(), keepAlive);
    }

    public URI uri() {
        return server.uri();
    }

    public void awaitStarted() throws InterruptedException {
        tools.started.await();
    }

    public boolean awaitInterrupted(long seconds) throws InterruptedException {
        return tools.interrupted.await(seconds, java.util.concurrent.TimeUnit.SECONDS);
    }

    /** Open sessions, as the metrics count them. */
    public int sessions() {
        return metrics.text()
                .lines()
                .filter(line -> line.startsWith("buffet_sessions "))
                .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    /** Ends as a process does that is told to: what runs is not let go by the test. */
    public void stop() {
        server.close();
    }

    public void release() {
        tools.release.countDown();
    }

    @Override
    public void close() {
        release();
        server.close();
        service.close();
    }
}
