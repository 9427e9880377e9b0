package io.mcpbuffet.router.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Bytes from many threads to one; unlike those of java.io it does not mind when a thread that has written ends. */
final class QueuePipe {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private final InputStream in = new Reading();
    private final OutputStream out = new Writing();

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    private final class Writing extends OutputStream {
        @Override
        public void write(int b) {
            chunks.add(new byte[] {(byte) b});
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (length > 0) {
                chunks.add(Arrays.copyOfRange(bytes, from, from + length));
            }
        }

        @Override
        public void close() {
            chunks.add(END);
        }
    }

    private final class Reading extends InputStream {
        private byte[] chunk = new byte[1];
        private int at = 1;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (at == chunk.length && chunk != END) {
                chunk = next();
                at = 0;
            }
            if (chunk == END) {
                return -1;
            }
            int count = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, bytes, from, count);
            at += count;
            return count;
        }

        private byte[] next() throws InterruptedIOException {
            try {
                return chunks.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Interrupted while waiting for bytes");
            }
        }
    }
}
