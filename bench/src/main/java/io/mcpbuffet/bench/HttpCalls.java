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
    record Wire(Socket socket, InputStream in) implements AutoCloseable {
        static Wire to(URI uri) throws IOException {
            Socket socket = new Socket(uri.getHost(), uri.getPort());
            socket.setTcpNoDelay(true);
            return new Wire(socket, new BufferedInputStream(socket.getInputStream()));
        }

        HttpText.Message exchange(byte[] request) throws IOException {
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
        if (wires[caller] == null) {
            wires[caller] = Wire.to(uri);
        }
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
