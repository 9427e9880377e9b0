package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.router.peer.PeerProvider;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all lists of a server, page by page to the end, within bounds. For one reading. */
final class Lister {
    private static final Logger LOG = LoggerFactory.getLogger(Lister.class);

    /** Beyond these a list does not end, as far as anybody can use it. */
    private static final int MOST_PAGES = 200;

    private static final int MOST_ITEMS = 2_000;

    /** A definition beyond it would fill the model's context by itself. */
    private static final int MOST_BYTES = 64 << 10;

    private final String name;
    private final RemoteSession session;
    private final Duration limit;
    private final Counters counters;
    private final Map<ListKind, List<ObjectNode>> lists = new EnumMap<>(ListKind.class);

    Lister(String name, RemoteSession session, Duration limit, Counters counters) {
        this.name = name;
        this.session = session;
        this.limit = limit;
        this.counters = counters;
    }

    /** Fails where a list that the server says to have cannot be read. */
    CompletableFuture<Manifest> read() {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (ListKind kind : ListKind.values()) {
            if (kind.offered(session.self())) {
                all = all.thenCompose(before -> read(kind));
            }
        }
        return all.thenApply(done -> new Manifest(session.self(), lists)).thenCompose(this::withCatalogs);
    }

    /** What else has to be known of a server of ours before it is asked for anything. */
    private CompletableFuture<Manifest> withCatalogs(Manifest manifest) {
        if (!manifest.isOurs()) {
            return CompletableFuture.completedFuture(manifest);
        }
        ObjectNode params = Json.object().put("name", "list_catalogs");
        return session.ask(Ask.of("tools/call", params, limit))
                .handle((result, failure) -> manifest.with(
                        failure == null ? PeerProvider.dialects(result.path("structuredContent")) : Map.of()));
    }

    private CompletableFuture<Void> read(ListKind kind) {
        Reading reading = new Reading(kind);
        CompletableFuture<Void> read = page(reading, "").thenAccept(done -> lists.put(kind, reading.items()));
        // Servers say that they have resources and know no templates.
        return kind == ListKind.TEMPLATES ? read.exceptionally(unknown -> null) : read;
    }

    private CompletableFuture<Void> page(Reading reading, String cursor) {
        ObjectNode params = cursor.isEmpty() ? Json.object() : Json.object().put("cursor", cursor);
        return session.ask(Ask.of(reading.kind.method(), params, limit)).thenCompose(page -> {
            page.path(reading.kind.array()).forEach(reading::add);
            String next = page.path("nextCursor").asText("");
            return next.isEmpty() || reading.endless(next)
                    ? CompletableFuture.completedFuture(null)
                    : page(reading, next);
        });
    }

    /** One list on its way. */
    private final class Reading {
        private final ListKind kind;
        private final Map<String, ObjectNode> found = new LinkedHashMap<>();
        private final Set<String> cursors = new HashSet<>();

        Reading(ListKind kind) {
            this.kind = kind;
        }

        List<ObjectNode> items() {
            return List.copyOf(found.values());
        }

        boolean endless(String cursor) {
            boolean endless = !cursors.add(cursor) || cursors.size() >= MOST_PAGES || found.size() >= MOST_ITEMS;
            if (endless) {
                counters.add(Counters.LEFT_OUT);
                LOG.warn("{} of '{}' does not end: its first {} entries are used", kind.method(), name, found.size());
            }
            return endless;
        }

        void add(JsonNode item) {
            if (!(item instanceof ObjectNode object) || kind.key(item).isEmpty() || found.size() >= MOST_ITEMS) {
                leaveOut("without a " + kind.keyName(), item);
            } else if (Json.bytes(item) > MOST_BYTES) {
                leaveOut("of more than " + MOST_BYTES + " bytes", item);
            } else if (kind == ListKind.TOOLS && !item.path("inputSchema").isObject()) {
                leaveOut("whose inputSchema is not an object", item);
            } else if (found.putIfAbsent(kind.key(item), object) != null) {
                leaveOut("of a name that it has twice", item);
            }
        }

        private void leaveOut(String why, JsonNode item) {
            counters.add(Counters.LEFT_OUT);
            String key = kind.key(item);
            LOG.warn(
                    "An entry of {} of '{}' {} is left out: {}",
                    kind.method(),
                    name,
                    why,
                    key.length() > 100 ? key.substring(0, 100) + "..." : key);
        }
    }
}
