package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Looks after tables whose resources somebody has subscribed to: one thread asks for the state of one after the other, and rests between two
 * rounds. It runs while there are subscriptions. Safe for use by many threads.
 */
final class ResourceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    static final Duration REST = Duration.ofSeconds(15);
    static final String UPDATED = "notifications/resources/updated";

    /** Of one client. */
    static final int MOST = 100;

    private static final int MOST_OF_ALL = 1000;
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** In place of the state of a table that is no longer there. */
    private static final String GONE = "gone";

    private final ResourceBinding resources;
    private final Duration rest;
    private final Map<Watched, State> watched = new LinkedHashMap<>();
    private ScheduledExecutorService rounds;

    /** What is seen with the rights of somebody. */
    private record Watched(Principal principal, String uri) {}

    private static final class State {
        private String last;
        private final Map<Object, Consumer<ObjectNode>> listeners = new HashMap<>();

        State(String last) {
            this.last = last;
        }
    }

    ResourceWatch(ResourceBinding resources, Duration rest) {
        this.resources = resources;
        this.rest = rest;
    }

    /**
     * Tells a listener of every change from now on, until he is removed. Fails as reading the resource does, with UNSUPPORTED for what
     * nothing tells the changes of, and with LIMIT_EXCEEDED beyond {@value #MOST} of one listener.
     *
     * @param changed takes the params of {@value #UPDATED}
     */
    Mono<ObjectNode> add(Object listener, Principal principal, String uri, Consumer<ObjectNode> changed) {
        return resources
                .pool()
                .run(
                        () -> {
                            ResourceSource source = source(principal);
                            LakeUri parsed = LakeUri.parse(uri);
                            source.read(parsed);
                            put(listener, new Watched(principal, uri), source.state(parsed), changed);
                            return Json.object();
                        },
                        DEADLINE,
                        failure -> {
                            throw resources.error(uri, failure);
                        });
    }

    private ResourceSource source(Principal principal) {
        return resources.desks().of(principal).resources();
    }

    private synchronized void put(Object listener, Watched key, String state, Consumer<ObjectNode> changed) {
        long own = watched.values().stream()
                .filter(known -> known.listeners.containsKey(listener))
                .count();
        boolean there = watched.containsKey(key) && watched.get(key).listeners.containsKey(listener);
        if (!there && (own >= MOST || watched.size() >= MOST_OF_ALL)) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "There are "
                                    + (own >= MOST ? own + " subscriptions of this client" : "too many subscriptions"))
                    .hint("Unsubscribe from what is no longer looked at");
        }
        watched.computeIfAbsent(key, k -> new State(state)).listeners.put(listener, changed);
        if (rounds == null) {
            rounds = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "resource-watch");
                thread.setDaemon(true);
                return thread;
            });
            rounds.scheduleWithFixedDelay(this::look, rest.toMillis(), rest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void remove(Object listener, String uri) {
        watched.forEach((key, state) -> {
            if (key.uri().equals(uri)) {
                state.listeners.remove(listener);
            }
        });
        tidy();
    }

    synchronized void remove(Object listener) {
        watched.values().forEach(state -> state.listeners.remove(listener));
        tidy();
    }

    private void tidy() {
        watched.values().removeIf(state -> state.listeners.isEmpty());
        if (watched.isEmpty() && rounds != null) {
            rounds.shutdownNow();
            rounds = null;
        }
    }

    private void look() {
        for (Watched key : keys()) {
            try {
                look(key);
            } catch (RuntimeException e) {
                LOG.debug("The state of {} is not known", key.uri(), e);
            }
        }
    }

    private synchronized Set<Watched> keys() {
        return Set.copyOf(watched.keySet());
    }

    private void look(Watched key) {
        String state = state(key);
        List<Consumer<ObjectNode>> told = new ArrayList<>();
        synchronized (this) {
            State known = watched.get(key);
            if (known != null && !known.last.equals(state)) {
                known.last = state;
                told.addAll(known.listeners.values());
            }
        }
        told.forEach(listener -> listener.accept(Json.object().put("uri", key.uri())));
    }

    private String state(Watched key) {
        try {
            return source(key.principal()).state(LakeUri.parse(key.uri()));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return GONE;
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        watched.clear();
        tidy();
    }
}
