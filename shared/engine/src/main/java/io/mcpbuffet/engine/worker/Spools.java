package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.core.type.TypeReference;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Rows;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rests of results, a file each, kept for a while. Safe for use by many threads. */
final class Spools {
    static final int MAX_ROWS = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(Spools.class);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_SPOOLS = 64;
    private static final TypeReference<List<Object>> ROW = new TypeReference<>() {};

    private final Path directory;
    private final Map<String, Spool> spools = new ConcurrentHashMap<>();

    Spools(Path directory) {
        this.directory = directory;
    }

    private static final class Spool {
        private final Path file;
        private final List<ResultColumn> columns;
        private final CompletableFuture<Boolean> complete;
        private volatile Instant used = Instant.now();

        Spool(Path file, List<ResultColumn> columns, CompletableFuture<Boolean> complete) {
            this.file = file;
            this.columns = columns;
            this.complete = complete;
        }
    }

    Path newFile() {
        return directory.resolve(UUID.randomUUID() + ".rows");
    }

    /** Keeps a file that a worker is still writing; the name is for {@link #page}. */
    String keep(Path file, List<ResultColumn> columns, CompletableFuture<Boolean> complete) {
        sweep();
        String name = file.getFileName().toString();
        spools.put(name, new Spool(file, columns, complete));
        return name + ":0";
    }

    /** The page at a name, which may be asked for again. */
    JobResult page(String name, int maxRows, int maxBytes) {
        int colon = name.lastIndexOf(':');
        Spool spool = colon < 0 ? null : spools.get(name.substring(0, colon));
        if (spool == null) {
            throw gone();
        }
        spool.used = Instant.now();
        boolean complete = await(spool);
        long offset = Long.parseLong(name.substring(colon + 1));
        try (SeekableByteChannel channel = Files.newByteChannel(spool.file).position(offset)) {
            return read(spool, name.substring(0, colon), offset, channel, complete, maxRows, maxBytes);
        } catch (IOException e) {
            LOG.debug("A kept result cannot be read", e);
            throw gone();
        }
    }

    private static JobResult read(
            Spool spool,
            String name,
            long from,
            SeekableByteChannel channel,
            boolean complete,
            int maxRows,
            int maxBytes)
            throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        long offset = from;
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
        while (rows.size() < maxRows && offset - from < maxBytes && offset < channel.size()) {
            byte[] line = line(in);
            rows.add(FrameChannel.JSON.readValue(line, ROW));
            offset += line.length + 1;
        }
        boolean more = offset < channel.size();
        boolean lost = !more && !complete;
        List<String> warnings = lost
                ? List.of("The answer is longer than what is kept of one result; aggregate or filter to see the rest")
                : List.of();
        return new JobResult(
                new Rows(spool.columns, rows),
                more || lost,
                more ? Optional.of(name + ":" + offset) : Optional.empty(),
                warnings);
    }

    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toByteArray();
    }

    private static boolean await(Spool spool) {
        try {
            return spool.complete.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn", e);
        } catch (ExecutionException | TimeoutException e) {
            throw LakeException.of(ErrorCode.TIMED_OUT, "The rest of the result is not ready", e);
        }
    }

    private void sweep() {
        Instant oldest = Instant.now().minus(KEPT);
        spools.entrySet().removeIf(entry -> entry.getValue().used.isBefore(oldest) && delete(entry.getValue()));
        while (spools.size() >= MAX_SPOOLS) {
            spools.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().used))
                    .ifPresent(entry -> delete(spools.remove(entry.getKey())));
        }
    }

    private static boolean delete(Spool spool) {
        try {
            Files.deleteIfExists(spool.file);
        } catch (IOException e) {
            LOG.debug("{} stays behind", spool.file, e);
        }
        return true;
    }

    private static LakeException gone() {
        return LakeException.notFound("The rest of this result is kept no longer")
                .hint("Run the query again");
    }
}
