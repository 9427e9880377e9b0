package io.mcpbuffet.server.http;

import io.mcpbuffet.server.Outlet;
import java.time.Duration;

/**
 * The answer to one posted request: JSON where the answer comes first and soon, else a stream of events that ends with it. Safe for use
 * by many threads.
 */
final class PostReply implements Outlet, Heart.Beating {
    /** After this without a message the stream begins, so that nothing between here and the client thinks the connection dead. */
    private static final Duration PATIENCE = Duration.ofSeconds(14);

    private static final int METHOD_NOT_FOUND = -32601;

    private final Exchange exchange;
    private final boolean stateless;
    private final Duration pause;
    private final Runnable gone;
    private final Heart heart;
    private EventStream stream;
    private boolean answered;
    private long last = System.nanoTime();

    /**
     * Not answered yet.
     *
     * @param stateless errors are told by the status as well
     * @param pause how often a client that has gone is looked for
     * @param gone called once where the client has gone before the answer
     * @param heart looks at it, and is told when it is answered
     */
    PostReply(Exchange exchange, boolean stateless, Duration pause, Runnable gone, Heart heart) {
        this.exchange = exchange;
        this.stateless = stateless;
        this.pause = pause.compareTo(PATIENCE) < 0 ? pause : PATIENCE;
        this.gone = gone;
        this.heart = heart;
    }

    /** What is answered holds its request, so it is not left to the next beat. */
    private void over() {
        answered = true;
        heart.remove(this);
    }

    @Override
    public synchronized void message(byte[] json) {
        if (!answered && streaming()) {
            stream.message(json);
            last = System.nanoTime();
        }
    }

    private boolean streaming() {
        if (stream == null && exchange.accepts(Exchange.EVENTS)) {
            stream = exchange.events();
        }
        return stream != null;
    }

    @Override
    public void answer(byte[] json, int code) {
        boolean envelope = code <= -32020 && code >= -32029;
        give(json, stateless && envelope ? 400 : stateless && code == METHOD_NOT_FOUND ? 404 : 200);
    }

    @Override
    public void refusal(byte[] json, int code) {
        give(json, code == METHOD_NOT_FOUND ? 404 : 400);
    }

    private synchronized void give(byte[] json, int status) {
        if (answered) {
            return;
        }
        over();
        if (stream == null && status == 200 && !exchange.accepts(Exchange.JSON)) {
            stream = exchange.events();
        }
        if (stream == null) {
            exchange.answer(status, Exchange.JSON, json);
        } else {
            stream.message(json);
            stream.end();
        }
    }

    /** A cancelled request gets no answer, and its connection ends. */
    @Override
    public synchronized void end() {
        if (answered) {
            return;
        }
        over();
        if (streaming()) {
            stream.end();
        } else {
            exchange.empty(204);
        }
    }

    @Override
    public synchronized boolean broken() {
        return stream != null && stream.broken();
    }

    @Override
    public boolean beat(long nanos) {
        boolean lost;
        synchronized (this) {
            if (answered) {
                return false;
            }
            if (nanos - last >= pause.toNanos() && streaming()) {
                last = nanos;
                stream.comment("");
            }
            lost = broken();
            answered = lost;
        }
        if (lost) {
            gone.run();
        }
        return !lost;
    }
}
