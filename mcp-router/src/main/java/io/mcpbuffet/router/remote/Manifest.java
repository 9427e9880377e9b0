package io.mcpbuffet.router.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server is and offers, as it said so.
 *
 * @param self its answer to the greeting
 * @param lists what it lists, each item as it came, distinct by its name; not to be changed
 * @param dialects the SQL of its catalogs where it is one of ours, by their names
 */
record Manifest(ObjectNode self, Map<ListKind, List<ObjectNode>> lists, Map<String, String> dialects) {
    private static final String DIALECTS = "dialects";

    Manifest {
        dialects = Collections.unmodifiableMap(new LinkedHashMap<>(dialects));
        Map<ListKind, List<ObjectNode>> copies = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            copies.put(kind, List.copyOf(lists.getOrDefault(kind, List.of())));
        }
        lists = copies;
    }

    Manifest(ObjectNode self, Map<ListKind, List<ObjectNode>> lists) {
        this(self, lists, Map.of());
    }

    /** The same with what a server of ours says of its catalogs. */
    Manifest with(Map<String, String> known) {
        return new Manifest(self, lists, known);
    }

    /** Of a server of ours that was never asked. */
    static final Manifest OF_OURS = of(Json.read("{\"tools\":[{\"name\":\"query\"}]}"));

    List<ObjectNode> list(ListKind kind) {
        return lists.get(kind);
    }

    Set<String> names(ListKind kind) {
        Set<String> names = new TreeSet<>();
        list(kind).forEach(item -> names.add(kind.key(item)));
        return names;
    }

    JsonNode serverInfo() {
        return self.path("serverInfo");
    }

    /** Whether it is a server of this kind, whose tools are known here. */
    boolean isOurs() {
        return serverInfo().path("name").asText().equals("mcp-buffet")
                && names(ListKind.TOOLS).containsAll(List.of("list_catalogs", "list_tables", "describe"));
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("self", self);
        lists.forEach((kind, items) -> items.forEach(json.putArray(kind.array())::add));
        ObjectNode sql = json.putObject(DIALECTS);
        dialects.forEach(sql::put);
        return json;
    }

    static Manifest of(JsonNode json) {
        Map<ListKind, List<ObjectNode>> lists = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            List<ObjectNode> items = new ArrayList<>();
            json.path(kind.array()).forEach(item -> {
                if (item instanceof ObjectNode object) {
                    items.add(object);
                }
            });
            lists.put(kind, items);
        }
        Map<String, String> dialects = new LinkedHashMap<>();
        json.path(DIALECTS)
                .properties()
                .forEach(each -> dialects.put(each.getKey(), each.getValue().asText()));
        return new Manifest(json.path("self") instanceof ObjectNode self ? self : Json.object(), lists, dialects);
    }
}
