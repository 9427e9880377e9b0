package io.mcpbuffet.server.http;

import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Metrics;
import io.mcpbuffet.server.McpService;
import io.mcpbuffet.server.StatusSource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MCP over HTTP, from its start to its close. Safe for use by many threads. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int THREADS = 64;
    private static final int IDLE_THREADS = 8;
    private static final int HEADER_BYTES = 16 << 10;

    /** Half of what is usual between a client and a server for a connection that says nothing. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final HttpConfig config;
    private final Server server;
    private final ServerConnector connector;
    private final McpService service;
    private final Heart heart;
    private final HttpSessions sessions;
    private final Pending pending;

    private HttpServer(HttpConfig config, Server server, ServerConnector connector, Parts parts) {
        this.config = config;
        this.server = server;
        this.connector = connector;
        this.service = parts.service();
        this.heart = parts.heart();
        this.sessions = parts.sessions();
        this.pending = parts.pending();
    }

    private record Parts(
            McpService service,
            StatusSource status,
            Heart heart,
            HttpSessions sessions,
            Pending pending,
            Metrics metrics,
            Duration keepAlive) {}

    /**
     * Starts to listen; the service is closed with the server. INVALID_ARGUMENT where others could reach the server and nobody would be
     * asked who he is; UNAVAILABLE where the address cannot be had.
     *
     * @param status what the page at the root shows
     */
    public static HttpServer start(
            HttpConfig config, McpService service, Authenticator authenticator, Metrics metrics, StatusSource status) {
        return start(config, service, authenticator, metrics, status, KEEP_ALIVE);
    }

    /**
     * As {@link #start(HttpConfig, McpService, Authenticator, Metrics, StatusSource)} does.
     *
     * @param keepAlive after which a comment goes over a stream that says nothing, which also tells whether anybody listens
     */
    public static HttpServer start(
            HttpConfig config,
            McpService service,
            Authenticator authenticator,
            Metrics metrics,
            StatusSource status,
            Duration keepAlive) {
        refuseUnguarded(config);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, IDLE_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = connector(config, server);
        Parts parts = new Parts(
                service,
                status,
                new Heart(),
                new HttpSessions(config.maxSessions(), config.sessionIdle()),
                new Pending(),
                metrics,
                keepAlive);
        parts.heart().add(parts.sessions());
        metrics.gauge("buffet_sessions", parts.sessions()::size);
        metrics.gauge("buffet_requests_pending", parts.pending()::count);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(Connections.MOST, server));
        server.setHandler(Connections.of(routes(config, authenticator, parts)));
        server.setErrorHandler(new PlainErrors());
        HttpServer started = new HttpServer(config, server, connector, parts);
        started.open();
        return started;
    }

    private static void refuseUnguarded(HttpConfig config) {
        if (!config.bind().loopback() && !config.secured()) {
            throw LakeException.invalid("The address " + config.bind()
                            + " can be reached from other machines, and no access control is configured")
                    .hint("Set http.tokens or http.oauth, or bind to 127.0.0.1");
        }
    }

    private static Routes routes(HttpConfig config, Authenticator authenticator, Parts parts) {
        StreamableEndpoint streamable =
                new StreamableEndpoint(parts.service(), parts.sessions(), parts.heart(), parts.keepAlive());
        SseEndpoint sse = new SseEndpoint(parts.service(), parts.sessions(), parts.heart(), parts.keepAlive());
        ResourceMetadata metadata = new ResourceMetadata(config);
        Routes routes = new Routes(new HostGuard(config), authenticator, metadata, parts.pending());
        return new StatusPage(parts.status(), config, parts.sessions())
                .addTo(routes)
                .open(ResourceMetadata.PATH, metadata::handle)
                .open(ResourceMetadata.PATH + "/mcp", metadata::handle)
                .open("/livez", exchange -> exchange.text(200, "ok"))
                .open("/readyz", exchange -> ready(exchange, parts.pending()))
                .closed("/metrics", (exchange, principal) -> metrics(exchange, parts.metrics()))
                .closed("/mcp", streamable::handle)
                .closed(SseEndpoint.STREAM, sse::stream)
                .closed(SseEndpoint.MESSAGE, sse::message);
    }

    private static void metrics(Exchange exchange, Metrics metrics) {
        exchange.answer(
                200, "text/plain;version=0.0.4;charset=utf-8", metrics.text().getBytes(StandardCharsets.UTF_8));
    }

    private static void ready(Exchange exchange, Pending pending) {
        boolean draining = pending.draining();
        exchange.text(draining ? 503 : 200, draining ? "shutting down" : "ok");
    }

    private static ServerConnector connector(HttpConfig config, Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADER_BYTES);
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = config.tls()
                .map(tls -> new ServerConnector(server, new SslConnectionFactory(keys(tls), "http/1.1"), plain))
                .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
        connector.setHost(config.bind().wildcard() ? null : config.bind().host());
        connector.setPort(config.bind().port());
        connector.setIdleTimeout(Connections.ASKED.toMillis());
        return connector;
    }

    private static SslContextFactory.Server keys(HttpConfig.Tls tls) {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        keys.setKeyStorePath(tls.keystore().toString());
        keys.setKeyStorePassword(tls.password().reveal());
        return keys;
    }

    private void open() {
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw LakeException.of(
                            ErrorCode.UNAVAILABLE,
                            "The HTTP server cannot listen on " + config.bind() + ": " + e.getMessage(),
                            e)
                    .hint("Another program may use the port: give another one, or 0 for any");
        }
        LOG.info("Listening on {}", uri());
    }

    /** Where clients on this machine reach it. */
    public URI uri() {
        String scheme = config.tls().isPresent() ? "https" : "http";
        String host = config.bind().wildcard() ? "127.0.0.1" : config.bind().host();
        return URI.create(
                scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort());
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Takes no more calls, lets those that run end within the time that is configured, and stops. */
    @Override
    public void close() {
        pending.drain(config.drain());
        sessions.closeAll();
        service.close();
        heart.close();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The HTTP server did not stop well", e);
        }
    }
}
