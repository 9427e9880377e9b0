package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.SameCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams rows into the relations of one call in a worker, never more than it has asked for, and one relation after the other, as the
 * worker reads them: rows that wait for others would hold what their source has few of. Safe for use by many threads.
 */
final class Feeds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);
    /** Batches on their way before the worker has taken the first. */
    private static final int AHEAD = 4;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "rows");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<String, Feed> feeds = new LinkedHashMap<>();
    private final Consumer<LakeException> failed;
    private Future<?> running;
    private boolean closed;

    /**
     * Of one call.
     *
     * @param feeds by view, in the order of their relations
     * @param failed hears of the failure that ends the feeds, once
     */
    Feeds(Map<String, RowFeed> feeds, Consumer<LakeException> failed) {
        this.failed = failed;
        feeds.forEach((view, feed) -> this.feeds.put(view, new Feed(view, feed)));
    }

    synchronized void start(WorkerProcess worker, long id) {
        if (!closed && !feeds.isEmpty()) {
            running = THREADS.submit(SameCall.of(() -> run(worker, id)));
        }
    }

    /** False where one of them has failed. */
    private boolean run(WorkerProcess worker, long id) {
        return feeds.values().stream().allMatch(feed -> feed.run(worker, id));
    }

    void more(String view) {
        feeds.get(view).credits.release();
    }

    /** What the worker found; absent where they were too many. */
    void keys(String view, JsonNode keys) {
        List<String> texts = new ArrayList<>();
        keys.forEach(key -> texts.add(key.asText()));
        feeds.get(view).keys.complete(keys.isArray() ? Optional.of(texts) : Optional.empty());
    }

    private synchronized boolean closed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (running != null) {
                running.cancel(true);
            }
            feeds.values().forEach(Feed::stop);
        }
    }

    /** The rows of one relation. */
    private final class Feed {
        private final String view;
        private final RowFeed source;
        private final Semaphore credits = new Semaphore(AHEAD);
        private final CompletableFuture<Optional<List<String>>> keys = new CompletableFuture<>();
        private RowStream stream;

        Feed(String view, RowFeed source) {
            this.view = view;
            this.source = source;
            if (!source.keyed()) {
                keys.complete(Optional.empty());
            }
        }

        /** Whether all rows were sent. */
        boolean run(WorkerProcess worker, long id) {
            try {
                send(worker, id);
                return true;
            } catch (LakeException e) {
                end(e);
            } catch (InterruptedException e) {
                LOG.debug("The rows of {} are not wanted any more", source.table(), e);
            } catch (IOException e) {
                LOG.debug("A worker is gone", e);
            } catch (ExecutionException | RuntimeException e) {
                LOG.error("The rows of {} failed", source.table(), e);
                end(LakeException.of(ErrorCode.INTERNAL, "The rows of " + source.table() + " cannot be read", e));
            }
            return false;
        }

        private void end(LakeException e) {
            if (!closed()) {
                failed.accept(e);
            }
        }

        private void send(WorkerProcess worker, long id) throws InterruptedException, ExecutionException, IOException {
            try (RowStream rows = opened(source.opener().open(keys.get()))) {
                long count = 0;
                long bytes = 0;
                Optional<RowBatch> batch = rows.next();
                while (batch.isPresent()) {
                    count += batch.get().rows();
                    byte[] frame = RowFrames.encode(batch.get());
                    bytes += frame.length;
                    check(count, bytes);
                    credits.acquire();
                    worker.feed(id, view, frame);
                    batch = rows.next();
                }
                worker.feed(id, view, RowFrames.END);
            }
        }

        private RowStream opened(RowStream rows) {
            synchronized (Feeds.this) {
                stream = rows;
                if (!closed) {
                    return rows;
                }
            }
            rows.close();
            throw LakeException.of(ErrorCode.CANCELLED, "The call was withdrawn");
        }

        /** A cut leaf would make a wrong answer, so there is none. */
        private void check(long count, long bytes) {
            if (count > source.maxRows() || bytes > source.maxBytes()) {
                String limit = count > source.maxRows()
                        ? source.maxRows() + " rows"
                        : (source.maxBytes() >> 20) + " MB of rows";
                throw LakeException.of(
                                ErrorCode.LIMIT_EXCEEDED,
                                "The query needs more than " + limit + " of " + source.table()
                                        + ", which one join may take from another system")
                        .hint("Filter or aggregate that table more, or ask its own engine about it alone");
            }
        }

        /** While the feeds are locked. */
        void stop() {
            RowStream open = stream;
            if (open != null) {
                THREADS.execute(open::close);
            }
        }
    }
}
