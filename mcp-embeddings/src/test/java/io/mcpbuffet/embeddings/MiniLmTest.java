package io.mcpbuffet.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.Embedder;
import io.mcpbuffet.search.Hit;
import io.mcpbuffet.search.TableIndex;
import io.mcpbuffet.search.TableText;
import io.mcpbuffet.search.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MiniLmTest {
    private final Embedder embedder = ServiceLoader.load(Embedder.Provider.class)
            .findFirst()
            .orElseThrow()
            .open();

    private float cosine(String a, String b) {
        List<float[]> both = embedder.embed(List.of(a, b));
        return Vector.of(both.get(0)).times(Vector.of(both.get(1)));
    }

    @Test
    void wordsOfLikeMeaningAreNear() {
        assertThat(cosine("automobile", "car")).isGreaterThan(cosine("automobile", "invoice") + 0.2f);
        assertThat(cosine("patients of a hospital", "patients of a hospital")).isGreaterThan(0.99f);
    }

    @Test
    void takesAnyText() {
        List<float[]> vectors = embedder.embed(List.of("", "x ".repeat(100_000), "日本語 \u0000"));
        assertThat(vectors).hasSize(3).allMatch(v -> v.length == 384);
    }

    @Test
    void findsTablesThatShareNoWordWithTheQuestion() {
        List<TableText> tables = Stream.of("vehicles vin model", "invoices id amount", "patients id diagnosis")
                .map(MiniLmTest::table)
                .toList();
        Map<TableRef, Vector> vectors = new HashMap<>();
        tables.forEach(t -> vectors.put(t.table(), vector(t.sentence())));
        TableIndex index = TableIndex.of(tables, vectors);
        String question = "Which cars do we own?";
        List<Hit> hits = index.search(question, Optional.of(vector(question)), t -> true, 1);
        assertThat(hits.get(0).table().name()).isEqualTo("vehicles");
    }

    private Vector vector(String text) {
        return Vector.of(embedder.embed(List.of(text)).get(0));
    }

    private static TableText table(String words) {
        List<String> parts = List.of(words.split(" ", -1));
        return new TableText(
                TableRef.parse("lake.main." + parts.get(0)),
                Optional.empty(),
                parts.subList(1, parts.size()).stream()
                        .map(c -> new TableText.Column(c, "string", List.of()))
                        .toList(),
                List.of(),
                List.of());
    }
}
