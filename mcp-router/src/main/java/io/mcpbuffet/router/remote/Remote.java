package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.router.link.Links;
import io.mcpbuffet.server.RelayedError;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One other server with its sessions, each of which belongs to one session of one principal here. It is started at its first use, and
 * again after it has gone. Safe for use by many threads.
 */
final class Remote implements RemoteSession.Watcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Remote.class);

    /** Between two readings of the lists, however often the server says that they have changed. */
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

    private final ServerConfig config;
    private final Links links;
    private final ScheduledExecutorService clock;
    private final Health health;
    private final Gate gate;
    private final Counters counters = new Counters();
    private final Map<Owner, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<Reading> readings = new LinkedHashSet<>();
    private final AtomicBoolean readingPlanned = new AtomicBoolean();
    private final Consumer<Manifest> learned;
    private CompletableFuture<RemoteSession> spare;
    private boolean closed;
    private volatile Manifest manifest;
    private volatile String trouble = "it was not asked yet";

    /** Whose a session is. */
    record Owner(String principal, String session) {}

    /** Of what the server offers, for all clients: the session stays open until it is done, also where its owner leaves before. */
    private record Reading(CompletableFuture<RemoteSession> session, CompletableFuture<Void> done) {}

    private static final class Slot {
        private final CompletableFuture<RemoteSession> session;
        /** Its server was started for a call, and may offer something else than it did before. */
        private final AtomicBoolean unread;

        private int calls;
        private long used = System.nanoTime();

        Slot(CompletableFuture<RemoteSession> session, boolean unread) {
            this.session = session;
            this.unread = new AtomicBoolean(unread);
        }

        boolean usable() {
            return Remote.usable(session);
        }
    }

    private static boolean usable(CompletableFuture<RemoteSession> session) {
        return !session.isDone()
                || (!session.isCompletedExceptionally() && session.join().open());
    }

    /**
     * Starts nothing.
     *
     * @param known what it offered when it was asked last; empty where it never was
     * @param learned takes what it offers when that is read
     */
    Remote(ServerConfig config, Optional<Manifest> known, ScheduledExecutorService clock, Consumer<Manifest> learned) {
        this.config = config;
        this.links = config.links();
        this.clock = clock;
        this.health = new Health(config.name());
        this.gate = new Gate(config.name(), config.load(), config.timing().call());
        this.manifest = known.orElse(null);
        this.learned = learned;
    }

    ServerConfig config() {
        return config;
    }

    Optional<Manifest> manifest() {
        return Optional.ofNullable(manifest);
    }

    Counters counters() {
        return counters;
    }

    /** What is wrong with it; empty while nothing is known to be. */
    Optional<String> trouble() {
        return health.trouble().or(() -> manifest == null ? Optional.of(trouble) : Optional.empty());
    }

    /** The result, as a {@link RemoteSession} gives it. The request is sent once, or not at all. */
    CompletableFuture<ObjectNode> call(Owner owner, Ask ask) {
        return gate.pass(() -> begin(owner, ask));
    }

    private CompletableFuture<ObjectNode> begin(Owner owner, Ask ask) {
        Slot slot;
        try {
            slot = slot(owner);
        } catch (LakeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<ObjectNode> answer = slot.session.isDone() && slot.usable()
                ? send(owner, slot, slot.session.join(), ask)
                : Futures.then(slot.session, session -> ask(slot, session, ask));
        answer.whenComplete((result, failure) -> answered(slot, failure));
        return answer;
    }

    /** A call is sent before the lists are asked for, which may take longer. */
    private CompletableFuture<ObjectNode> ask(Slot slot, RemoteSession session, Ask ask) {
        CompletableFuture<ObjectNode> answer = session.ask(ask);
        if (slot.unread.compareAndSet(true, false)) {
            readSoon(Duration.ZERO);
        }
        return answer;
    }

    /** What waits to hear whether the server lives was not sent, and may go to the next one. */
    private CompletableFuture<ObjectNode> send(Owner owner, Slot slot, RemoteSession session, Ask ask) {
        return session.lives().isDone()
                ? ask(slot, session, ask)
                : Futures.then(session.lives(), alive -> alive ? ask(slot, session, ask) : begin(owner, ask));
    }

    private void answered(Slot slot, Throwable failure) {
        synchronized (slots) {
            slot.calls--;
            slot.used = System.nanoTime();
        }
        if (failure == null || failure instanceof RelayedError) {
            health.works();
        } else if (failure instanceof LakeException late && late.code() == ErrorCode.TIMED_OUT) {
            health.useless("its calls do not end in time");
        }
    }

    /** The session of its owner, with one more call. UNAVAILABLE where none may be opened now, RATE_LIMITED where there are too many. */
    private Slot slot(Owner owner) {
        synchronized (slots) {
            Slot slot = slots.get(owner);
            if (slot == null || !slot.usable()) {
                slots.remove(owner);
                makeRoom();
                slot = takeSpare().map(found -> new Slot(found, false)).orElseGet(() -> new Slot(open(), true));
                slots.put(owner, slot);
            }
            slot.calls++;
            return slot;
        }
    }

    private void makeRoom() {
        slots.values().removeIf(slot -> !slot.usable());
        if (slots.size() < config.load().sessions()) {
            return;
        }
        Owner eldest = slots.entrySet().stream()
                .filter(entry -> entry.getValue().calls == 0)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> LakeException.of(
                                ErrorCode.RATE_LIMITED,
                                "The server '" + config.name()
                                        + "' has as many sessions as it may have, and all are busy")
                        .hint("Call again later"));
        leave(slots.remove(eldest), "Another session needs its place");
    }

    private Optional<CompletableFuture<RemoteSession>> takeSpare() {
        CompletableFuture<RemoteSession> found = spare;
        spare = null;
        return Optional.ofNullable(found).filter(Remote::usable);
    }

    private CompletableFuture<RemoteSession> open() {
        Optional<LakeException> refusal = closed
                ? Optional.of(LakeException.of(ErrorCode.UNAVAILABLE, "The router is stopping"))
                : health.refusal();
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        CompletableFuture<RemoteSession> session =
                RemoteSession.open(config.name(), links, config.timing().start(), this, clock);
        session.whenComplete((open, failure) -> {
            if (failure != null) {
                counters.add(Counters.FAILED_STARTS);
                health.notStarted(reason(failure));
                LOG.warn("The server '{}' could not be started: {}", config.name(), reason(failure));
            } else {
                open.end().thenAccept(why -> gone(open, why));
            }
        });
        return session;
    }

    private void gone(RemoteSession session, LakeException why) {
        LOG.info("{}", why.getMessage());
        if (!session.answeredOnce() && !session.dismissed()) {
            health.useless(why.getMessage());
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = Futures.cause(failure);
        if (cause instanceof RelayedError error) {
            return "it refused the greeting: " + error.getMessage();
        }
        return cause instanceof LakeException known ? known.getMessage() : "it failed in an unforeseen way";
    }

    @Override
    public void changed(String method) {
        readSoon(BETWEEN_READINGS);
    }

    @Override
    public void count(String what) {
        counters.add(what);
    }

    private void readSoon(Duration pause) {
        if (readingPlanned.compareAndSet(false, true)) {
            clock.schedule(this::learn, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Reads what the server offers. Done when that is known, or known to be unknown. */
    CompletableFuture<Void> learn() {
        readingPlanned.set(false);
        Reading reading = reading();
        return Futures.then(
                        reading.session(),
                        open -> new Lister(config.name(), open, config.timing().start(), counters).read())
                .handle((found, failure) -> {
                    if (failure == null) {
                        manifest = found;
                        learned.accept(found);
                    } else {
                        trouble = reason(failure);
                        LOG.warn("What the server '{}' offers is not known: {}", config.name(), trouble);
                    }
                    return (Void) null;
                })
                .whenComplete((done, failure) -> over(reading));
    }

    private Reading reading() {
        synchronized (slots) {
            Reading reading = new Reading(listing(), new CompletableFuture<>());
            readings.add(reading);
            return reading;
        }
    }

    private void over(Reading reading) {
        synchronized (slots) {
            readings.remove(reading);
        }
        reading.done().complete(null);
    }

    /** Why nothing can be called of a server that was never heard of. It is asked again, unless it is too early for that. */
    LakeException unknown() {
        Optional<LakeException> refusal = health.refusal();
        if (refusal.isEmpty()) {
            tryAgain();
        }
        return refusal.orElseGet(() -> LakeException.of(
                        ErrorCode.UNAVAILABLE, "The server '" + config.name() + "' is unavailable: " + trouble)
                .hint("It is asked again now; its tools are listed when it answers"));
    }

    /** Asks what it offers, where nothing says that it will not answer. */
    void tryAgain() {
        if (health.refusal().isEmpty()) {
            readSoon(Duration.ZERO);
        }
    }

    /** Any session will do; one that is opened for it serves the first who comes. */
    private CompletableFuture<RemoteSession> listing() {
        Optional<CompletableFuture<RemoteSession>> open = slots.values().stream()
                .filter(Slot::usable)
                .map(slot -> slot.session)
                .findFirst();
        if (open.isPresent()) {
            return open.get();
        }
        if (spare == null || !usable(spare)) {
            spare = open();
        }
        return spare;
    }

    /** The owner has gone. */
    void ended(Owner owner) {
        synchronized (slots) {
            Slot slot = slots.remove(owner);
            if (slot != null) {
                leave(slot, "Its client has gone");
            }
        }
    }

    /** Ends sessions that nobody has used for long. */
    void sweep() {
        long now = System.nanoTime();
        synchronized (slots) {
            List<Owner> idle = slots.entrySet().stream()
                    .filter(entry -> entry.getValue().calls == 0
                            && now - entry.getValue().used
                                    > config.timing().idle().toNanos())
                    .map(Map.Entry::getKey)
                    .toList();
            idle.forEach(owner -> leave(slots.remove(owner), "Nobody uses it"));
        }
    }

    private void leave(Slot slot, String why) {
        CompletableFuture<?>[] read = readings.stream()
                .filter(reading -> reading.session() == slot.session)
                .map(Reading::done)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(read).thenRun(() -> close(slot.session, why));
    }

    private static void close(CompletableFuture<RemoteSession> session, String why) {
        session.thenAccept(open -> open.dismiss(why));
    }

    @Override
    public void close() {
        synchronized (slots) {
            closed = true;
            slots.values().forEach(slot -> close(slot.session, "The router stops"));
            slots.clear();
            readings.forEach(reading -> close(reading.session(), "The router stops"));
            if (spare != null) {
                close(spare, "The router stops");
            }
        }
    }
}
