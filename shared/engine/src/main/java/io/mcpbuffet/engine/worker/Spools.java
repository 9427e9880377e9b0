package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Rows;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rests of results, a file each, kept for a while. Safe for use by many threads. */
final class Spools {
    static final int MAX_ROWS = 100_000;
    private static final Logger LOG = LoggerFactory.getLogger(Spools.class);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MAX_SPOOLS = 64;
    private static final Pattern NAME = Pattern.compile("([0-9a-f-]{36}\\.rows):(\\d{1,15})");

    private final Path directory;
    private final Clock clock;
    private final Map<String, Spool> spools = new ConcurrentHashMap<>();

    Spools(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    private static final class Spool {
        private final Path file;
        private final List<ResultColumn> columns;
        private final CompletableFuture<Boolean> complete;
        private volatile Instant used;

        Spool(Path file, List<ResultColumn> columns, CompletableFuture<Boolean> complete, Instant used) {
            this.file = file;
            this.columns = columns;
            this.complete = complete;
            this.used = used;
        }
    }

    Path newFile() {
        return directory.resolve(UUID.randomUUID() + ".rows");
    }

    /** Keeps a file that a worker is still writing; the name is for {@link #page}. */
    String keep(Path file, List<ResultColumn> columns, CompletableFuture<Boolean> complete) {
        String name = file.getFileName().toString();
        spools.put(name, new Spool(file, columns, complete, clock.instant()));
        sweep();
        return name + ":0";
    }

    /** The page at a name, which may be asked for again. */
    JobResult page(String name, int maxRows, int maxBytes) {
        sweep();
        Matcher parts = NAME.matcher(name);
        Spool spool = parts.matches() ? spools.get(parts.group(1)) : null;
        if (spool == null) {
            throw gone();
        }
        spool.used = clock.instant();
        boolean complete = await(spool);
        long offset = Long.parseLong(parts.group(2));
        try (SeekableByteChannel channel = Files.newByteChannel(spool.file).position(offset)) {
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
            return read(spool, parts.group(1), offset, in, complete, new PageRows(maxRows, maxBytes));
        } catch (IOException e) {
            LOG.debug("A kept result cannot be read", e);
            throw gone();
        }
    }

    private static JobResult read(Spool spool, String name, long from, InputStream in, boolean complete, PageRows page)
            throws IOException {
        long offset = from;
        Optional<KeptRow.Line> line = KeptRow.read(in);
        while (line.isPresent() && page.fits(line.get().row())) {
            page.add(line.get().row());
            offset += line.get().length();
            line = KeptRow.read(in);
        }
        boolean kept = line.isPresent();
        List<String> warnings = new ArrayList<>(page.warnings());
        if (!kept && !complete) {
            warnings.add("The answer is longer than what is kept of one result; aggregate or filter to see the rest");
        }
        return new JobResult(
                new Rows(spool.columns, page.rows()),
                kept || !complete,
                kept ? Optional.of(name + ":" + offset) : Optional.empty(),
                warnings);
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

    /** Drops what nobody asked for in a while, and the oldest where there are too many. */
    synchronized void sweep() {
        Instant oldest = clock.instant().minus(KEPT);
        spools.entrySet().removeIf(entry -> entry.getValue().used.isBefore(oldest) && delete(entry.getValue()));
        while (spools.size() > MAX_SPOOLS) {
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
