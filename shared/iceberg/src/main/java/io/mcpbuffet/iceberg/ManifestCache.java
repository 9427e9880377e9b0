package io.mcpbuffet.iceberg;

import io.mcpbuffet.cache.Recent;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
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

    private final Recent<String, byte[]> kept;
    private final KnownFiles files = new KnownFiles();

    ManifestCache() {
        this(MAX_BYTES);
    }

    ManifestCache(long maxBytes) {
        kept = new Recent<>(maxBytes, content -> content.length);
    }

    /** The data files of manifests that were decoded. */
    KnownFiles files() {
        return files;
    }

    /** Reads through this cache. For metadata only. */
    FileIO over(FileIO io) {
        return new CachedIO(io);
    }

    long bytes() {
        return kept.taken();
    }

    private byte[] content(InputFile file) throws IOException {
        Optional<byte[]> known = kept.find(file.location());
        if (known.isPresent()) {
            return known.get();
        }
        byte[] content = new byte[Math.toIntExact(file.getLength())];
        try (SeekableInputStream in = file.newStream()) {
            IOUtil.readFully(in, content, 0, content.length);
        }
        kept.keep(file.location(), content);
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
            return kept.find(file.location()).map(known -> (long) known.length).orElseGet(file::getLength);
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
            return kept.find(file.location()).isPresent() || file.exists();
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
