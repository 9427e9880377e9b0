package io.mcpbuffet.server.http;

import java.time.Duration;

/** Sends comments over a stream that has nothing to say. For one thread. */
final class KeepAlive implements Heart.Beating {
    private final EventStream stream;
    private final Duration pause;
    private long last = System.nanoTime();

    KeepAlive(EventStream stream, Duration pause) {
        this.stream = stream;
        this.pause = pause;
    }

    @Override
    public boolean beat(long nanos) {
        if (nanos - last >= pause.toNanos()) {
            last = nanos;
            stream.comment("");
        }
        return !stream.over();
    }
}
