package io.mcpbuffet.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/** Over Streamable HTTP, with a connection for each caller and one session. */
final class HttpCalls extends EchoCalls {
    private final URI uri;
    private final Wire[] wires = new Wire[MOST];
    private final Runnable end;
    private final String session;

    HttpCalls(String tool, URI uri, Runnable end) throws IOException {
        super(tool);
        this.uri = uri;
        this.end = end;
        HttpText.Message greeted =
                wire(0).exchange(HttpText.post(uri.getPath(), "", request(0, "initialize", GREETING)));
        this.session = greeted.headers().getOrDefault("mcp-session-id", "");
        wire(0).exchange(HttpText.post(uri.getPath(), session, notification("notifications/initialized")));
    }

    /** A connection. */
    static final class Wire implements AutoCloseable {
        /** Servers close connections that they have not heard of for some seconds. */
        private static final long STALE = 2_000_000_000;

        private final Socket socket;
        private final InputStream in;
        private long used = System.nanoTime();

        private Wire(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        static Wire to(URI uri) throws IOException {
            Socket socket = new Socket(uri.getHost(), uri.getPort());
            socket.setTcpNoDelay(true);
            return new Wire(socket);
        }

        /** This one, or another in its place where it may be closed by now. */
        static Wire fresh(Wire wire, URI uri) throws IOException {
            if (wire != null && System.nanoTime() - wire.used < STALE) {
                return wire;
            }
            if (wire != null) {
                wire.close();
            }
            return to(uri);
        }

        Socket socket() {
            return socket;
        }

        InputStream in() {
            return in;
        }

        HttpText.Message exchange(byte[] request) throws IOException {
            used = System.nanoTime();
            socket.getOutputStream().write(request);
            HttpText.Message answer = HttpText.read(in);
            if (answer == null || !answer.start().contains(" 20")) {
                throw new IOException("Refused: " + answer);
            }
            return answer;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Wire wire(int caller) throws IOException {
        wires[caller] = Wire.fresh(wires[caller], uri);
        return wires[caller];
    }

    @Override
    String exchange(int caller, String request) throws IOException {
        String body = wire(caller)
                .exchange(HttpText.post(uri.getPath(), session, request))
                .body()
                .strip();
        return body.startsWith("{") ? body : body.substring(body.indexOf("{\""), body.lastIndexOf('}') + 1);
    }

    @Override
    public void close() {
        end.run();
    }
}
