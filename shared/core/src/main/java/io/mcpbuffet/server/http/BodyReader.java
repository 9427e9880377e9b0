package io.mcpbuffet.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a body of a bounded length within a bounded time, without holding a thread for a client that is slow. For one request. */
final class BodyReader implements Heart.Beating {
    /** Looks, each at least a second after the one before: while this process is not let run itself, no time passes. */
    private static final int MOST_LOOKS = 30;

    /** What is too long is read on to here, since a client that still sends does not see the answer. */
    private static final long MOST_SKIPPED = 16L << 20;

    private final Request request;
    private final int limit;
    private final Consumer<Outcome> then;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicBoolean over = new AtomicBoolean();
    private long seen;
    private int looks;

    /** How reading ended. */
    sealed interface Outcome {}

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Read(byte[] bytes) implements Outcome {}

    record TooLong() implements Outcome {}

    record TooSlow() implements Outcome {}

    record Failed(Throwable failure) implements Outcome {}

    BodyReader(Request request, int limit, Consumer<Outcome> then) {
        this.request = request;
        this.limit = limit;
        this.then = then;
    }

    void read() {
        while (!over.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk, false)) {
                continue; // Nothing came for a while, which is not over yet.
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(new Failed(chunk.getFailure()));
                return;
            }
            boolean last = take(chunk);
            if (seen > MOST_SKIPPED || (last && seen > limit)) {
                end(new TooLong());
            } else if (last) {
                end(new Read(bytes.toByteArray()));
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

    /** Whether reading has ended. */
    boolean over() {
        return over.get();
    }

    private void end(Outcome outcome) {
        if (over.compareAndSet(false, true)) {
            then.accept(outcome);
        }
    }

    @Override
    public boolean beat(long nanos) {
        looks++;
        if (looks > MOST_LOOKS) {
            end(new TooSlow());
        }
        return !over.get();
    }
}
