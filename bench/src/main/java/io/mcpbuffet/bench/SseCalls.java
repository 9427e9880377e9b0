package io.mcpbuffet.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Over HTTP+SSE, with a connection for each caller and one stream of answers. */
final class SseCalls extends EchoCalls {
    private final URI uri;
    private final HttpCalls.Wire[] wires = new HttpCalls.Wire[MOST];
    private final CompletableFuture<String> mailbox = new CompletableFuture<>();
    private final Runnable end;

    SseCalls(String tool, URI uri, Runnable end) throws Exception {
        super(tool);
        this.uri = uri;
        this.end = end;
        HttpCalls.Wire stream = HttpCalls.Wire.to(uri);
        stream.socket()
                .getOutputStream()
                .write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> read(stream.in()), "events");
        thread.setDaemon(true);
        thread.start();
        awaitMailbox();
        exchange(0, request(0, "initialize", GREETING));
        post(0, notification("notifications/initialized"));
    }

    private void awaitMailbox() throws Exception {
        try {
            mailbox.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("The stream has ended before it told where to post", e);
        }
    }

    private void read(InputStream in) {
        try {
            HttpText.line(in);
            HttpText.headers(in);
            StringBuilder text = new StringBuilder();
            while (true) {
                text.append(HttpText.chunk(in));
                for (int line = text.indexOf("\n"); line >= 0; line = text.indexOf("\n")) {
                    event(text.substring(0, line).strip());
                    text.delete(0, line + 1);
                }
            }
        } catch (IOException e) {
            mailbox.completeExceptionally(e);
        }
    }

    private void event(String line) {
        if (!line.startsWith("data:")) {
            return;
        }
        String data = line.substring(5).strip();
        if (data.startsWith("{")) {
            answered(data);
        } else {
            mailbox.complete(
                    uri.resolve(data).getRawPath() + "?" + uri.resolve(data).getRawQuery());
        }
    }

    private void post(int caller, String message) throws IOException {
        wires[caller] = HttpCalls.Wire.fresh(wires[caller], uri);
        wires[caller].exchange(HttpText.post(mailbox.join(), "", message));
    }

    @Override
    String exchange(int caller, String request) throws IOException, InterruptedException {
        post(caller, request);
        return await(caller);
    }

    @Override
    public void close() {
        end.run();
    }
}
