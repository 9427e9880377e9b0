package io.mcpbuffet.router.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a pipe without ever making the sender wait: at once while so little is unread that the pipe has room for it, or else from a
 * thread of its own. What comes while somebody writes is written with the next by whoever writes. Safe for use by many threads.
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
    boolean put(byte[] line, long id) {
        synchronized (this) {
            if (closed) {
                return true;
            }
            if (waitingBytes + line.length > MOST_WAITING) {
                return false;
            }
            waiting.add(new Letter(line, id));
            waitingBytes += line.length;
            if (writing) {
                // Whoever writes takes it along.
                return true;
            }
            writing = true;
        }
        for (byte[] next = fitting(); next != null; next = fitting()) {
            write(next);
        }
        return true;
    }

    /** The reader has answered, and so read all up to there. */
    synchronized void read(long id) {
        boolean known = false;
        for (Sent sent : unread) {
            known |= sent.id() == id;
        }
        while (known) {
            Sent sent = unread.remove();
            read = sent.end();
            known = sent.id() != id;
        }
    }

    /** As much of what waits as the pipe has room for; null where that is nothing. A thread writes what there is no room for. */
    private synchronized byte[] fitting() {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        while (!closed && !waiting.isEmpty() && written - read + waiting.peek().line().length <= ROOM) {
            lines.writeBytes(take().line());
        }
        if (lines.size() > 0) {
            return lines.toByteArray();
        }
        if (!closed && !waiting.isEmpty()) {
            Thread thread = new Thread(this::writeWaiting, "mcp-" + name + "-out");
            thread.setDaemon(true);
            thread.start();
        } else {
            rest();
        }
        return null;
    }

    private Letter take() {
        Letter next = waiting.remove();
        waitingBytes -= next.line().length;
        written += next.line().length;
        if (next.id() != 0) {
            unread.add(new Sent(next.id(), written));
        }
        return next;
    }

    private void rest() {
        writing = false;
        if (closed) {
            closeQuietly();
        }
    }

    private void writeWaiting() {
        for (byte[] next = next(); next != null; next = next()) {
            write(next);
        }
    }

    private synchronized byte[] next() {
        if (closed || waiting.isEmpty()) {
            rest();
            return null;
        }
        return take().line();
    }

    private void write(byte[] lines) {
        try {
            out.write(lines);
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
