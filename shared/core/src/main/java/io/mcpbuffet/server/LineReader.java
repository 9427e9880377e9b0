package io.mcpbuffet.server;

import io.mcpbuffet.json.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** Reads lines of UTF-8 of a bounded length; a longer one is skipped to its end, and takes no more memory than the bound. */
final class LineReader {
    private static final int START = 8 << 10;
    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[64 << 10];
    private int at;
    private int end;

    /** What stands in a line. */
    sealed interface Line {}

    record Text(String text) implements Line {}

    record TooLong(int limit) implements Line {}

    record NotUtf8() implements Line {}

    record End() implements Line {}

    LineReader(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Waits for a line. What follows the last line break counts as a line unless it is empty. */
    Line next() throws IOException {
        byte[] line = NOTHING;
        int length = 0;
        boolean tooLong = false;
        while (fill()) {
            int stop = lineBreak();
            int count = stop - at;
            if (length == 0 && !tooLong && stop < end && count <= limit) {
                int from = at;
                at = stop + 1;
                return text(chunk, from, count);
            }
            tooLong = tooLong || length + count > limit;
            if (tooLong) {
                line = NOTHING;
            } else {
                line = length + count > line.length ? grown(line, length + count) : line;
                System.arraycopy(chunk, at, line, length, count);
                length += count;
            }
            at = stop;
            if (stop < end) {
                at++;
                return tooLong ? new TooLong(limit) : text(line, 0, length);
            }
        }
        if (tooLong) {
            return new TooLong(limit);
        }
        return length == 0 ? new End() : text(line, 0, length);
    }

    private byte[] grown(byte[] line, int needed) {
        return Arrays.copyOf(line, Math.min(limit, Math.max(Math.max(needed, START), line.length * 2)));
    }

    private boolean fill() throws IOException {
        if (at < end) {
            return true;
        }
        at = 0;
        end = in.read(chunk);
        return end > 0;
    }

    private int lineBreak() {
        for (int i = at; i < end; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return end;
    }

    private static Line text(byte[] line, int from, int length) {
        try {
            return new Text(Utf8.text(line, from, length));
        } catch (CharacterCodingException e) {
            return new NotUtf8();
        }
    }
}
