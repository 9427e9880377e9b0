package io.mcpbuffet.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a body of a bounded length within a bounded time, without holding a thread for a client that is slow. For one request. */
final class BodyReader implements Heart.Beating {
    private static final Duration TIME = Duration.ofSeconds(30);

    private final Request request;
    private final int limit;
    private final Consumer<Outcome> then;
    private final long start = System.nanoTime();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile boolean over;

    /** How reading ended. */
    sealed interface Outcome {}

    record Read(ByteBuffer bytes) implements Outcome {}

    record TooLong() implements Outcome {}

    record Failed(Throwable failure) implements Outcome {}

    BodyReader(Request request, int limit, Consumer<Outcome> then) {
        this.request = request;
        this.limit = limit;
        this.then = then;
    }

    void read() {
        while (!over) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(new Failed(chunk.getFailure()));
                return;
            }
            boolean last = take(chunk);
            if (bytes.size() > limit) {
                end(new TooLong());
            } else if (last) {
                end(new Read(ByteBuffer.wrap(bytes.toByteArray())));
            }
        }
    }

    private boolean take(Content.Chunk chunk) {
        ByteBuffer buffer = chunk.getByteBuffer();
        byte[] part = new byte[Math.min(buffer.remaining(), limit + 1 - bytes.size())];
        buffer.get(part);
        bytes.writeBytes(part);
        chunk.release();
        return chunk.isLast();
    }

    private void end(Outcome outcome) {
        over = true;
        then.accept(outcome);
    }

    /** A body that comes too slowly fails what reads it next. */
    @Override
    public boolean beat(long nanos) {
        if (!over && nanos - start > TIME.toNanos()) {
            request.fail(new java.util.concurrent.TimeoutException("The body did not come in time"));
            return false;
        }
        return !over;
    }
}
