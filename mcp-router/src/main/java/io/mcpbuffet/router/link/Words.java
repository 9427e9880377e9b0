package io.mcpbuffet.router.link;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process says on its standard error: some of it goes to the log, the last line is kept. Safe for use by many threads. */
final class Words {
    private static final Logger LOG = LoggerFactory.getLogger(Words.class);
    private static final int LONGEST = 300;
    private static final int LINES_A_MINUTE = 60;

    private final String name;
    private final StringBuilder line = new StringBuilder();
    private volatile String last = "";
    private long minute = System.nanoTime();
    private int logged;

    Words(String name) {
        this.name = name;
    }

    /** The last line, cut; empty for none. */
    String last() {
        return last;
    }

    /** Until the end, for one thread. */
    void read(InputStream in) {
        byte[] chunk = new byte[8 << 10];
        try {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                add(new String(chunk, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.debug("The errors of {} broke off: {}", name, e.getMessage());
        }
        said();
    }

    private void add(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                said();
            } else if (line.length() < LONGEST) {
                line.append(c);
            }
        }
    }

    private void said() {
        String text = line.toString().strip();
        line.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        last = text;
        long now = System.nanoTime();
        if (now - minute > Duration.ofMinutes(1).toNanos()) {
            minute = now;
            logged = 0;
        }
        logged++;
        if (logged <= LINES_A_MINUTE) {
            LOG.info("{} says: {}", name, text);
        } else if (logged == LINES_A_MINUTE + 1) {
            LOG.info("{} says more than {} lines in a minute; the rest is left out", name, LINES_A_MINUTE);
        }
    }
}
