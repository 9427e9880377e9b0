package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.router.peer.PeerNames.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Listings of another server, page by page. A page may be empty, since there all depths are listed at once. */
record PeerListing(Peer peer, PeerNames names) {
    Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        Namespace above = parent.orElse(Namespace.ROOT);
        Optional<Place> place = names.there(above);
        if (place.isEmpty()) {
            return page.slice(names.catalogs().stream()
                    .map(name -> new NamespaceEntry(Namespace.of(name), Optional.empty()))
                    .toList());
        }
        ObjectNode arguments = arguments(place.get(), page);
        if (!place.get().namespace().isRoot()) {
            arguments.put("parent", place.get().text());
        }
        ObjectNode answer = answer("list_namespaces", arguments, place.get());
        List<NamespaceEntry> children = new ArrayList<>();
        for (JsonNode line : answer.path("namespaces")) {
            Namespace found =
                    names.hereOf(Namespace.parse(line.path("namespace").asText()));
            if (found.levels().size() == above.levels().size() + 1) {
                children.add(new NamespaceEntry(found, Wire.text(line, "comment")));
            }
        }
        return new Page<>(children, Wire.text(answer, "next_cursor"));
    }

    Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        Optional<Place> place = names.there(namespace);
        if (place.isEmpty()) {
            return Page.last(List.of());
        }
        ObjectNode arguments = arguments(place.get(), page);
        if (!place.get().namespace().isRoot()) {
            arguments.put("namespace", place.get().text());
        }
        ObjectNode answer = answer("list_tables", arguments, place.get());
        List<TableEntry> tables = new ArrayList<>();
        for (JsonNode line : answer.path("tables")) {
            TableRef table = names.here(TableRef.parse(line.path("table").asText()));
            if (table.namespace().equals(namespace)) {
                tables.add(new TableEntry(
                        table,
                        TableKind.valueOf(line.path("kind").asText().toUpperCase(Locale.ROOT)),
                        Wire.text(line, "format"),
                        Wire.text(line, "comment")));
            }
        }
        return new Page<>(tables, Wire.text(answer, "next_cursor"));
    }

    private static ObjectNode arguments(Place place, PageRequest page) {
        ObjectNode arguments = Json.object().put("catalog", place.catalog()).put("page_size", page.size());
        page.cursor().ifPresent(cursor -> arguments.put("cursor", cursor));
        return arguments;
    }

    /** A listing that lacks what was asked for is none. */
    private ObjectNode answer(String tool, ObjectNode arguments, Place place) {
        ObjectNode answer = peer.call(tool, arguments);
        for (JsonNode state : answer.path("catalogs")) {
            if (state.path("catalog").asText().equals(place.catalog()) && state.hasNonNull("error")) {
                throw PeerErrors.stated(state.path("error").asText());
            }
        }
        return answer;
    }
}
