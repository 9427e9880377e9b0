package io.mcpbuffet.iceberg;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Manifests and lists of manifests by location. They never change, so what was read once is kept, the least used going first when it
 * becomes too much. Safe for use by many threads.
 */
final class ManifestCache {
    private static final long MAX_BYTES = 128L << 20;
    private static final long MAX_FILE = 32L << 20;

    private final Map<String, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final KnownFiles files = new KnownFiles();
    private final long maxBytes;
    private long bytes;

    ManifestCache() {
        this(MAX_BYTES);
    }

    ManifestCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The data files of manifests that were decoded. */
    KnownFiles files() {
        return files;
    }

    /** Reads through this cache. For metadata only. */
    FileIO over(FileIO io) {
        return new CachedIO(io);
    }

    synchronized long bytes() {
        return bytes;
    }

    private synchronized byte[] find(String location) {
        return kept.get(location);
    }

    private synchronized void keep(String location, byte[] content) {
        byte[] old = kept.put(location, content);
        bytes += content.length - (old == null ? 0 : old.length);
        var eldest = kept.entrySet().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= eldest.next().getValue().length;
            eldest.remove();
        }
    }

    private byte[] content(InputFile file) throws IOException {
        byte[] known = find(file.location());
        if (known != null) {
            return known;
        }
        byte[] content = new byte[Math.toIntExact(file.getLength())];
        try (SeekableInputStream in = file.newStream()) {
            IOUtil.readFully(in, content, 0, content.length);
        }
        keep(file.location(), content);
        return content;
    }

    private final class CachedIO implements FileIO {
        private static final long serialVersionUID = 1;

        private final transient FileIO io;

        CachedIO(FileIO io) {
            this.io = io;
        }

        @Override
        public InputFile newInputFile(String location) {
            return new CachedFile(io.newInputFile(location));
        }

        @Override
        public InputFile newInputFile(String location, long length) {
            return new CachedFile(io.newInputFile(location, length));
        }

        @Override
        public OutputFile newOutputFile(String location) {
            throw new UnsupportedOperationException("Nothing is written: " + location);
        }

        @Override
        public void deleteFile(String location) {
            throw new UnsupportedOperationException("Nothing is deleted: " + location);
        }

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }
    }

    private final class CachedFile implements InputFile {
        private final InputFile file;

        CachedFile(InputFile file) {
            this.file = file;
        }

        @Override
        public long getLength() {
            byte[] known = find(file.location());
            return known == null ? file.getLength() : known.length;
        }

        @Override
        public SeekableInputStream newStream() {
            try {
                return getLength() > MAX_FILE ? file.newStream() : new Content(content(file));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("Failed to read " + file.location(), e);
            }
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public boolean exists() {
            return find(file.location()) != null || file.exists();
        }
    }

    /** A file in memory. */
    private static final class Content extends SeekableInputStream {
        private final int length;
        private final ByteArrayInputStream in;

        Content(byte[] content) {
            this.length = content.length;
            this.in = new ByteArrayInputStream(content);
        }

        @Override
        public long getPos() {
            return (long) length - in.available();
        }

        @Override
        public void seek(long position) throws IOException {
            if (position < 0 || position > length) {
                throw new EOFException("Position " + position + " of " + length);
            }
            in.reset();
            in.skipNBytes(position);
        }

        @Override
        public int read() {
            return in.read();
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            return in.read(into, offset, count);
        }
    }
}
