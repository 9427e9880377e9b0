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

    /** What is too long is read on to here, since a client that still sends does not see the answer. */
    private static final long MOST_SKIPPED = 16L << 20;

    private final Request request;
    private final int limit;
    private final Consumer<Outcome> then;
    private final long start = System.nanoTime();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seen;
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
            if (seen > MOST_SKIPPED || (last && seen > limit)) {
                end(new TooLong());
            } else if (last) {
                end(new Read(ByteBuffer.wrap(bytes.toByteArray())));
            }
        }
    }

    private boolean take(Content.Chunk chunk) {
        ByteBuffer buffer = chunk.getByteBuffer();
        seen += buffer.remaining();
        if (seen <= limit) {
            byte[] part = new byte[buffer.remaining()];
            buffer.get(part);
            bytes.writeBytes(part);
        }
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
