package io.mcpbuffet.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Writes server-sent events without ever waiting for the client: what it does not read is kept up to a bound, and a client beyond it is
 * given up. Safe for use by many threads.
 */
final class EventStream {
    /** Twice the longest answer of a tool is far below. */
    private static final int MOST_KEPT = 32 << 20;

    private static final byte[] DATA = bytes("data: ");
    private static final byte[] END = bytes("\n\n");

    private final Response response;
    private final Callback callback;
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean writing;
    private boolean ended;
    private boolean finished;
    private boolean broken;

    EventStream(Response response, Callback callback) {
        this.response = response;
        this.callback = callback;
    }

    /** JSON as our writer makes it has no line breaks, which would end the event's data. */
    void message(byte[] json) {
        put(bytes("event: message\n"), DATA, json, END);
    }

    void event(String name, String data) {
        put(bytes("event: " + name + "\n"), DATA, bytes(data), END);
    }

    /** Keeps the connection in use; clients skip it. */
    void comment(String text) {
        put(bytes(": " + text), END);
    }

    synchronized boolean broken() {
        return broken;
    }

    /** Whether nothing that is sent is written any more. */
    synchronized boolean over() {
        return broken || ended;
    }

    /** Nothing more comes. What is kept is still written. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        write();
    }

    private void put(byte[]... parts) {
        boolean over;
        synchronized (this) {
            if (ended || broken) {
                return;
            }
            for (byte[] part : parts) {
                waiting.writeBytes(part);
            }
            over = waiting.size() > MOST_KEPT;
        }
        if (over) {
            failed(new IllegalStateException("The client does not read"));
        } else {
            write();
        }
    }

    private void write() {
        byte[] next;
        boolean last;
        synchronized (this) {
            if (writing || broken || finished) {
                return;
            }
            next = waiting.toByteArray();
            last = ended;
            if (next.length == 0 && !last) {
                return;
            }
            waiting = new ByteArrayOutputStream();
            writing = true;
            finished = last;
        }
        response.write(last, ByteBuffer.wrap(next), Callback.from(() -> written(last), this::failed));
    }

    private void written(boolean last) {
        synchronized (this) {
            writing = false;
        }
        if (last) {
            callback.succeeded();
        } else {
            write();
        }
    }

    private void failed(Throwable failure) {
        synchronized (this) {
            if (broken) {
                return;
            }
            broken = true;
            waiting = new ByteArrayOutputStream();
        }
        callback.failed(failure);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
