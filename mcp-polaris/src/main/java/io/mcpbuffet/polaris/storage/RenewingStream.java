package io.mcpbuffet.polaris.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** The bytes of a file, read on at the same place when the credentials end on the way. For use by one thread. */
final class RenewingStream extends SeekableInputStream implements RangeReadable {
    private final RenewingInput input;
    private SeekableInputStream stream;
    private long position;

    RenewingStream(RenewingInput input) {
        this.input = input;
    }

    private interface Reading {
        int from(SeekableInputStream in) throws IOException;
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long to) throws IOException {
        if (stream != null) {
            stream.seek(to);
        }
        position = to;
    }

    @Override
    public int read() throws IOException {
        int next = attempt(SeekableInputStream::read);
        if (next >= 0) {
            position++;
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = attempt(in -> in.read(buffer, offset, length));
        if (count > 0) {
            position += count;
        }
        return count;
    }

    @Override
    public void readFully(long from, byte[] buffer, int offset, int length) throws IOException {
        attempt(in -> {
            if (in instanceof RangeReadable ranges) {
                ranges.readFully(from, buffer, offset, length);
            } else {
                in.seek(from);
                IOUtil.readFully(in, buffer, offset, length);
                in.seek(position);
            }
            return length;
        });
    }

    @Override
    public int readTail(byte[] buffer, int offset, int length) throws IOException {
        long size = input.getLength();
        int count = (int) Math.min(length, size);
        readFully(size - count, buffer, offset, count);
        return count;
    }

    /** A stream that failed is opened anew, so the reading starts again where it stood. */
    private int attempt(Reading reading) throws IOException {
        try {
            return input.with(file -> {
                try {
                    if (stream == null) {
                        stream = file.newStream();
                        stream.seek(position);
                    }
                    return reading.from(stream);
                } catch (IOException e) {
                    drop();
                    throw new UncheckedIOException(e);
                } catch (RuntimeException e) {
                    drop();
                    throw e;
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void drop() {
        try {
            close();
        } catch (IOException e) {
            stream = null;
        }
    }

    @Override
    public void close() throws IOException {
        SeekableInputStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
