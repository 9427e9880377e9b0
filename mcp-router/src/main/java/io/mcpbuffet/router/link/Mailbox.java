package io.mcpbuffet.router.link;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a pipe without ever making the sender wait: at once while so little is unread that the pipe has room for it, or else from a
 * thread of its own. Safe for use by many threads.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** Pipes hold 64 KB on Linux and at least 16 KB elsewhere. */
    private static final int ROOM = 12 << 10;

    private static final int MOST_WAITING = 16 << 20;

    private final String name;
    private final OutputStream out;
    private final Deque<Letter> waiting = new ArrayDeque<>();
    private final Deque<Sent> unread = new ArrayDeque<>();
    private long written;
    private long read;
    private int waitingBytes;
    private boolean writing;
    private boolean closed;

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record Letter(byte[] line, long id) {}

    /** @param end how much was written with it */
    private record Sent(long id, long end) {}

    Mailbox(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /** False where too much waits to be read. What cannot be written because the reader has gone is dropped. */
    synchronized boolean put(byte[] line, long id) {
        if (closed) {
            return true;
        }
        Letter letter = new Letter(line, id);
        if (!writing && written - read + line.length <= ROOM) {
            write(letter);
            return true;
        }
        if (waitingBytes + line.length > MOST_WAITING) {
            return false;
        }
        waiting.add(letter);
        waitingBytes += line.length;
        if (!writing) {
            writing = true;
            Thread thread = new Thread(this::writeWaiting, "mcp-" + name + "-out");
            thread.setDaemon(true);
            thread.start();
        }
        return true;
    }

    /** The reader has answered, and so read all up to there. */
    synchronized void read(long id) {
        boolean known = unread.stream().anyMatch(sent -> sent.id() == id);
        while (known) {
            Sent sent = unread.remove();
            read = sent.end();
            known = sent.id() != id;
        }
    }

    private void writeWaiting() {
        Letter next = next();
        while (next != null) {
            write(next);
            next = next();
        }
    }

    private synchronized Letter next() {
        Letter next = closed ? null : waiting.poll();
        if (next == null) {
            writing = false;
            if (closed) {
                closeQuietly();
            }
        } else {
            waitingBytes -= next.line().length;
        }
        return next;
    }

    private void write(Letter letter) {
        synchronized (this) {
            written += letter.line().length;
            if (letter.id() != 0) {
                unread.add(new Sent(letter.id(), written));
            }
        }
        try {
            out.write(letter.line());
            out.flush();
        } catch (IOException e) {
            LOG.debug("{} does not read any more: {}", name, e.getMessage());
        }
    }

    /** The reader finds the end, where it still reads. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        if (!writing) {
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try {
            out.close();
        } catch (IOException e) {
            LOG.debug("The input of {} did not close: {}", name, e.getMessage());
        }
    }
}
