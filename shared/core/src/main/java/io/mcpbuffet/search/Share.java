package io.mcpbuffet.search;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the tables of one catalog. Names come first, since listing is quick; then columns, table by table, and only for those
 * that are new or may have changed. Safe for use by many threads; one reads at a time.
 */
final class Share {
    private static final Logger LOG = LoggerFactory.getLogger(Share.class);
    /** Where a catalog cannot tell whether a table has changed. */
    private static final Duration READ_AGAIN = Duration.ofMinutes(10);
    /** Failures of single tables after which a catalog is given up for this time. */
    private static final int MOST_FAILURES = 50;

    private final String name;
    private final Lakehouse lakehouse;
    private final Clock clock;
    private final Room room;
    private final Map<TableRef, Known> tables = new LinkedHashMap<>();
    private Map<TableRef, Known> remembered = Map.of();
    private boolean reading;
    private boolean busy;
    private int passes;
    private long begun;
    private Instant ended = Instant.MIN;
    private LakeException failure;
    private LakeException unread;

    Share(String name, Lakehouse lakehouse, Clock clock, Room room) {
        this.name = name;
        this.lakehouse = lakehouse;
        this.clock = clock;
        this.room = room;
    }

    String name() {
        return name;
    }

    /** True for the one who is to read and then to call {@link #end}: nobody does, and the last time was before {@code age}. */
    synchronized boolean begin(Duration age) {
        boolean due = !busy && (passes == 0 || ended.isBefore(clock.instant().minus(age)));
        if (due) {
            busy = true;
            reading = true;
            begun = System.nanoTime();
        }
        return due;
    }

    /** All that follows from reading is done, or nothing was. */
    synchronized void end() {
        busy = false;
        reading = false;
    }

    synchronized boolean readOnce() {
        return passes > 0;
    }

    /** What an earlier process knew; used for the columns of tables that the catalog still lists. */
    synchronized void remember(Map<TableRef, Known> earlier) {
        remembered = Map.copyOf(earlier);
    }

    /**
     * Reads the catalog. Never throws: what fails is told by {@link #coverage}.
     *
     * @param changed called after each table
     * @param settled called when all names are known, and at the end, before anybody who waits for it goes on
     */
    void read(Runnable changed, Runnable settled) {
        LakeException failed = null;
        LakeException missed = null;
        try {
            missed = list();
            settled.run();
            missed = columns(missed, changed);
        } catch (LakeException e) {
            failed = e;
        } catch (RuntimeException e) {
            LOG.error("Catalog {} failed", name, e);
            failed = LakeException.of(ErrorCode.INTERNAL, "Catalog '" + name + "' failed", e);
        }
        settled.run();
        synchronized (this) {
            failure = failed;
            unread = missed;
            reading = false;
            passes++;
            ended = clock.instant();
            notifyAll();
        }
    }

    /** Why tables are missing, or null. */
    private LakeException list() {
        Set<TableRef> listed = new HashSet<>();
        AtomicReference<LakeException> refused = new AtomicReference<>();
        lakehouse.walk(
                name,
                entry -> {
                    add(entry);
                    listed.add(entry.table());
                },
                refused::set);
        goOn();
        synchronized (this) {
            tables.entrySet().removeIf(e -> {
                boolean gone = !listed.contains(e.getKey());
                if (gone) {
                    room.give(e.getValue().bytes());
                }
                return gone;
            });
            remembered = Map.of();
        }
        return refused.get();
    }

    private static void goOn() {
        if (Thread.currentThread().isInterrupted()) {
            throw LakeException.of(ErrorCode.CANCELLED, "Reading was cancelled");
        }
    }

    private synchronized void add(TableEntry entry) {
        TableRef table = entry.table();
        if (tables.containsKey(table)) {
            return;
        }
        Known known = remembered.getOrDefault(table, Known.byName(Reading.name(entry)));
        if (!room.take(known.bytes())) {
            throw room.full();
        }
        tables.put(table, known);
    }

    /** Why columns are missing, or null. */
    private LakeException columns(LakeException before, Runnable changed) {
        LakeException missed = before;
        int failures = 0;
        for (Known known : due()) {
            goOn();
            try {
                read(known);
                changed.run();
            } catch (LakeException e) {
                missed = e;
                if (fatal(e) || ++failures >= MOST_FAILURES) {
                    throw e;
                }
            }
        }
        return missed;
    }

    private static boolean fatal(LakeException e) {
        return switch (e.code()) {
            case UNAVAILABLE, AUTH_EXPIRED, TIMED_OUT, CANCELLED, RATE_LIMITED -> true;
            default -> false;
        };
    }

    /** Those without columns first. */
    private List<Known> due() {
        Duration believed = lakehouse.with(name, Reading::believed);
        return due(clock.instant().minus(believed), clock.instant().minus(READ_AGAIN));
    }

    /** @param told before which a table is asked for its version */
    private synchronized List<Known> due(Instant told, Instant old) {
        List<Known> due = new ArrayList<>();
        tables.values().stream().filter(k -> k.read().isEmpty()).forEach(due::add);
        tables.values().stream()
                .filter(k -> k.read()
                        .map(at -> !at.isAfter(k.version().isPresent() ? told : old))
                        .orElse(false))
                .forEach(due::add);
        return due;
    }

    private void read(Known known) {
        TableRef table = known.text().table();
        replace(lakehouse.with(name, catalog -> {
            Optional<String> version = Reading.version(catalog, table);
            return version.isPresent() && version.equals(known.version())
                    ? known.checked(clock.instant())
                    : known.reread(Reading.whole(catalog, table), clock.instant(), version);
        }));
    }

    private synchronized void replace(Known newer) {
        TableRef table = newer.text().table();
        long before = tables.get(table).bytes();
        room.give(before);
        if (!room.take(newer.bytes())) {
            room.take(before);
            throw room.full();
        }
        tables.put(table, newer);
    }

    /** @param sentences whose meanings the vectors are */
    synchronized void put(Map<TableRef, Vector> vectors, Map<TableRef, String> sentences) {
        vectors.forEach((table, vector) -> tables.computeIfPresent(
                table, (t, known) -> known.with(vector, sentences.get(table).hashCode())));
    }

    /** Reads values of the tables that were not read as they are now; one that cannot be read is left as it is. */
    void sample(Sampler sampler, Runnable changed) {
        int failures = 0;
        for (Known known : known()) {
            if (Thread.currentThread().isInterrupted() || failures >= MOST_FAILURES) {
                return;
            }
            if (known.read().isEmpty() || known.current()) {
                continue;
            }
            try {
                replace(known.with(sampler.values(known.text())));
                changed.run();
            } catch (LakeException e) {
                failures += fatal(e) ? MOST_FAILURES : 1;
                LOG.debug("No values of {}", known.text().table(), e);
            }
        }
    }

    synchronized List<Known> known() {
        return List.copyOf(tables.values());
    }

    synchronized Coverage coverage() {
        int whole =
                (int) tables.values().stream().filter(k -> k.read().isPresent()).count();
        return new Coverage(
                name,
                tables.size(),
                whole,
                reading || passes == 0,
                Optional.ofNullable(failure),
                Optional.ofNullable(unread));
    }

    /** Waits until it was read once, or has been read for so long: a catalog that hangs holds up the first searches alone. */
    synchronized void await(Duration patience) throws InterruptedException {
        long until = begun + patience.toNanos();
        while (passes == 0 && until - System.nanoTime() > 0) {
            wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
    }
}
