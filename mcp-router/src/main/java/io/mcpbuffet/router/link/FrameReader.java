package io.mcpbuffet.router.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts a stream of bytes into lines, each a message, without keeping more than one of a bounded length. For one thread. */
final class FrameReader {
    /** A buffer that one long message made large is given back. */
    private static final int USUAL = 256 << 10;

    private final Frames frames;
    private byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;
    private byte[] head = new byte[0];
    private byte[] tail = new byte[0];

    FrameReader(Frames frames) {
        this.frames = frames;
    }

    /** Until the end of the stream. */
    void read(InputStream in) throws IOException {
        while (true) {
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                return;
            }
            int from = end;
            end += count;
            lines(from);
            makeRoom();
        }
    }

    /** @param from where bytes begin that were not looked at */
    private void lines(int from) {
        for (int at = from; at < end; at++) {
            if (buffer[at] == '\n') {
                line(at);
                start = at + 1;
            }
        }
    }

    private void line(int stop) {
        if (head.length == 0 && stop - start <= Frames.LONGEST) {
            frames.message(buffer, start, stop - start);
            return;
        }
        if (head.length == 0) {
            head = Arrays.copyOfRange(buffer, start, start + Frames.ENDS);
        }
        keepTail(stop);
        frames.tooLong(text(head), text(tail));
        head = new byte[0];
        tail = new byte[0];
    }

    private void makeRoom() {
        if (head.length > 0) {
            keepTail(end);
            start = end;
        } else if (end - start > Frames.LONGEST) {
            head = Arrays.copyOfRange(buffer, start, start + Frames.ENDS);
            keepTail(end);
            start = end;
        }
        int kept = end - start;
        boolean full = kept > buffer.length / 2;
        byte[] next = full
                ? new byte[buffer.length * 2]
                : buffer.length > USUAL && kept < USUAL / 2 ? new byte[USUAL] : buffer;
        // What grows to a long line stays where it is.
        if (start > 0 || next != buffer) {
            System.arraycopy(buffer, start, next, 0, kept);
        }
        buffer = next;
        start = 0;
        end = kept;
    }

    private void keepTail(int stop) {
        byte[] both = Arrays.copyOf(tail, tail.length + stop - start);
        System.arraycopy(buffer, start, both, tail.length, stop - start);
        tail = Arrays.copyOfRange(both, Math.max(0, both.length - Frames.ENDS), both.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
