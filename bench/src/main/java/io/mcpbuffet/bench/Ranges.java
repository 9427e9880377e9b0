package io.mcpbuffet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/** What some columns of Parquet files take: the footers, and the chunks of the columns, those near each other at once. */
record Ranges(List<OfFile> files) {
    private static final int THREADS = 8;
    /** What is skipped rather than asked for apart. */
    private static final long GAP = 128 << 10;

    private static final int TAIL = 64 << 10;

    /** One file; the tail that holds the footer comes first. */
    record OfFile(Path file, long length, List<long[]> parts) {
        long bytes() {
            return Math.min(length, TAIL)
                    + parts.stream().mapToLong(part -> part[1] - part[0]).sum();
        }
    }

    /** Of all columns where none are named. */
    static Ranges of(List<Path> files, List<String> columns) throws IOException, SQLException {
        List<OfFile> all = new ArrayList<>();
        try (Bare bare = Bare.over(Map.of())) {
            for (Path file : files) {
                String names =
                        columns.isEmpty() ? "true" : "path_in_schema IN ('" + String.join("', '", columns) + "')";
                List<long[]> parts = new ArrayList<>();
                for (List<String> row :
                        bare.rows("SELECT coalesce(dictionary_page_offset, data_page_offset) AS start, start +"
                                + " total_compressed_size FROM"
                                + " parquet_metadata('" + file + "') WHERE " + names + " ORDER BY start")) {
                    add(parts, Long.parseLong(row.get(0)), Long.parseLong(row.get(1)));
                }
                all.add(new OfFile(file, Files.size(file), parts));
            }
        }
        return new Ranges(all);
    }

    private static void add(List<long[]> parts, long from, long to) {
        long[] last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        if (last != null && from - last[1] <= GAP) {
            last[1] = Math.max(last[1], to);
        } else {
            parts.add(new long[] {from, to});
        }
    }

    long bytes() {
        return files.stream().mapToLong(OfFile::bytes).sum();
    }

    /** Reads all of the files, many at a time, and gives the bytes. */
    long whole(FileIO io, Function<Path, String> location, Duration wait) throws Exception {
        List<Callable<Long>> calls = new ArrayList<>();
        files.forEach(file -> calls.add(() -> {
            pause(wait);
            try (SeekableInputStream in =
                    io.newInputFile(location.apply(file.file()), file.length()).newStream()) {
                return (long) in.readAllBytes().length;
            }
        }));
        return sum(calls);
    }

    /** Reads the footers, and then the columns. */
    long needed(FileIO io, Function<Path, String> location, Duration wait) throws Exception {
        List<Callable<Long>> footers = new ArrayList<>();
        List<Callable<Long>> chunks = new ArrayList<>();
        for (OfFile file : files) {
            long tail = Math.max(0, file.length() - TAIL);
            footers.add(() -> read(io, location.apply(file.file()), file.length(), tail, file.length(), wait));
            file.parts()
                    .forEach(part -> chunks.add(
                            () -> read(io, location.apply(file.file()), file.length(), part[0], part[1], wait)));
        }
        return sum(footers) + sum(chunks);
    }

    private static long read(FileIO io, String location, long length, long from, long to, Duration wait)
            throws IOException {
        pause(wait);
        byte[] part = new byte[Math.toIntExact(to - from)];
        try (SeekableInputStream in = io.newInputFile(location, length).newStream()) {
            ((RangeReadable) in).readFully(from, part);
        }
        return part.length;
    }

    private static void pause(Duration wait) {
        if (!wait.isZero()) {
            LockSupport.parkNanos(wait.toNanos());
        }
    }

    private static long sum(List<Callable<Long>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long sum = 0;
            for (Future<Long> future : threads.invokeAll(calls)) {
                sum += future.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }
}
