package io.mcpbuffet.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes messages to a stream, each whole and on its own line. Safe for use by many threads. */
final class LineOutlet implements Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(LineOutlet.class);

    private final OutputStream out;
    private final Object lock = new Object();
    private volatile boolean broken;

    LineOutlet(OutputStream out) {
        this.out = out;
    }

    @Override
    public void message(byte[] json) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        synchronized (lock) {
            if (broken) {
                return;
            }
            try {
                out.write(line);
                out.flush();
            } catch (IOException e) {
                broken = true;
                LOG.warn("The client does not read any more: {}", e.getMessage());
            }
        }
    }

    @Override
    public void answer(byte[] json, int code) {
        message(json);
    }

    @Override
    public boolean broken() {
        return broken;
    }
}
