package io.mcpbuffet.iceberg;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** The files that were opened to be read, each as often as it was. Safe for use by many threads. */
final class OpenedFiles {
    private final Queue<String> opened = new ConcurrentLinkedQueue<>();

    List<String> all() {
        return List.copyOf(opened);
    }

    void forget() {
        opened.clear();
    }

    /** Notes what is opened through it. */
    FileIO over(FileIO io) {
        return new NotedIO(io, opened);
    }

    private record NotedIO(FileIO io, Queue<String> opened) implements FileIO {
        @Override
        public InputFile newInputFile(String location) {
            return new NotedFile(io.newInputFile(location), opened);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            return io.newOutputFile(location);
        }

        @Override
        public void deleteFile(String location) {
            io.deleteFile(location);
        }

        @Override
        public Map<String, String> properties() {
            return Map.of();
        }
    }

    private record NotedFile(InputFile file, Queue<String> opened) implements InputFile {
        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            opened.add(file.location());
            return file.newStream();
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }
}
