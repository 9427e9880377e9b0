package io.mcpbuffet.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables, and questions with the tables that answer them. */
record Retrieval(List<TableText> tables, List<Question> questions) {
    record Question(String set, String text, Set<TableRef> gold) {}

    /** Reads {@code tables.jsonl} and {@code questions.jsonl} of a directory. */
    static Retrieval read(Path directory) throws IOException {
        Map<String, JsonNode> nodes = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("tables.jsonl"))) {
            JsonNode node = Json.read(line);
            nodes.put(node.path("id").asText(), node);
        }
        Map<String, TableRef> refs = new LinkedHashMap<>();
        nodes.forEach((id, node) -> refs.put(id, ref(node)));
        List<TableText> tables =
                nodes.values().stream().map(n -> table(n, refs)).toList();
        List<Question> questions = new ArrayList<>();
        for (String line : Files.readAllLines(directory.resolve("questions.jsonl"))) {
            JsonNode node = Json.read(line);
            Set<TableRef> gold = new LinkedHashSet<>();
            node.path("gold").forEach(id -> gold.add(refs.get(id.asText())));
            questions.add(
                    new Question(node.path("bench").asText(), node.path("q").asText(), gold));
        }
        return new Retrieval(tables, questions);
    }

    private static TableRef ref(JsonNode node) {
        return new TableRef(
                "lake",
                Namespace.of(node.path("db").asText(), node.path("schema").asText()),
                node.path("name").asText());
    }

    private static TableText table(JsonNode node, Map<String, TableRef> refs) {
        List<TableText.Column> columns = new ArrayList<>();
        node.path("cols")
                .forEach(c -> columns.add(new TableText.Column(
                        c.path("n").asText(),
                        c.path("t").asText(),
                        some(c.path("d").asText()).stream().toList())));
        List<TableText.Join> joins = new ArrayList<>();
        node.path("fks").forEach(k -> Optional.ofNullable(refs.get(k.get(1).asText()))
                .ifPresent(to -> joins.add(
                        new TableText.Join(k.get(0).asText(), to, k.get(2).asText(), TableText.Origin.DECLARED))));
        return new TableText(
                refs.get(node.path("id").asText()), some(node.path("comment").asText()), columns, List.of(), joins);
    }

    private static Optional<String> some(String text) {
        return Optional.of(text).filter(t -> !t.isBlank());
    }
}
