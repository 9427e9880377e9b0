package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections with less patience than the server has. */
@Timeout(60)
class ConnectionsTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String HEADERS =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    /** Reads the messages that come, as the endpoints do. */
    private static final class Reading extends Handler.Abstract {
        private final Heart heart;

        Reading(Heart heart) {
            this.heart = heart;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Exchange exchange = new Exchange(request, response, callback, "1");
            JsonBody.read(exchange, heart, message -> exchange.text(200, "read"));
            return true;
        }
    }

    private static final class Listening implements AutoCloseable {
        private final Heart heart;
        private final Server server = new Server();
        private final ServerConnector connector = new ServerConnector(server, 1, 1);

        Listening(Duration beat, int many) throws Exception {
            heart = new Heart(beat);
            connector.setHost("127.0.0.1");
            connector.setIdleTimeout(SHORT.toMillis());
            server.addConnector(connector);
            server.setHandler(new Connections(new Reading(heart), SHORT, LONG, many));
            server.start();
        }

        Socket connect() throws IOException {
            return new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        }

        @Override
        public void close() throws Exception {
            heart.close();
            server.stop();
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Some of what comes; empty at the end, also where the server did not read all. */
    private static String read(Socket socket) throws IOException {
        byte[] some = new byte[4096];
        try {
            int count = socket.getInputStream().read(some);
            return count < 0 ? "" : new String(some, 0, count, StandardCharsets.US_ASCII);
        } catch (SocketException e) {
            return "";
        }
    }

    /** Nothing comes, and not the end either, for twice as long as a connection may be silent that never was used. */
    private static void stays(Socket socket) throws IOException {
        socket.setSoTimeout((int) SHORT.multipliedBy(2).toMillis());
        assertThatThrownBy(() -> read(socket)).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(0);
    }

    @Test
    void stayAfterAnAnswerForTheNextRequest() throws Exception {
        try (Listening server = new Listening(LONG, 10);
                Socket socket = server.connect()) {
            for (int i = 0; i < 2; i++) {
                write(socket, HEADERS + PING);
                assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
                stays(socket);
            }
        }
    }

    @Test
    void endWhereNothingIsEverAsked() throws Exception {
        try (Listening server = new Listening(LONG, 10);
                Socket silent = server.connect();
                Socket slow = server.connect()) {
            write(slow, HEADERS.substring(0, 30));
            assertThat(read(silent)).isEmpty();
            assertThat(read(slow)).doesNotContain("200");
        }
    }

    @Test
    void endSoonerWhereThereAreTooMany() throws Exception {
        try (Listening server = new Listening(LONG, 0);
                Socket socket = server.connect()) {
            write(socket, HEADERS + PING);
            assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
            assertThat(read(socket)).isEmpty();
        }
    }

    @Test
    void waitForTheRestOfABody() throws Exception {
        try (Listening server = new Listening(LONG, 10);
                Socket socket = server.connect()) {
            write(socket, HEADERS + PING.substring(0, 10));
            stays(socket);
            write(socket, PING.substring(10));
            assertThat(read(socket)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void areToldThatABodyDidNotComeInTime() throws Exception {
        try (Listening server = new Listening(Duration.ofMillis(10), 10);
                Socket socket = server.connect()) {
            write(socket, HEADERS + PING.substring(0, 10));
            assertThat(read(socket)).startsWith("HTTP/1.1 408 ").contains("did not come in time", "Connection: close");
        }
    }
}
