package io.mcpbuffet.search;

import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says why a table was found. For one search. */
final class Explanation {
    private static final int MOST_COLUMNS = 20;

    private final Set<String> asked;
    private final JoinGraph graph;
    private final List<Shards> documents;
    private final float[] scores;

    /** @param scores of the documents before any gained from another */
    Explanation(String text, JoinGraph graph, List<Shards> documents, float[] scores) {
        this.asked = new HashSet<>(Words.stemmed(Words.telling(text)));
        this.graph = graph;
        this.documents = documents;
        this.scores = scores;
    }

    /** @param otherwise why it was found where no word and no join tells */
    Hit hit(int document, TableText text, float score, int shards, String otherwise) {
        List<String> columns = text.columns().stream()
                .filter(this::matches)
                .map(TableText.Column::name)
                .limit(MOST_COLUMNS)
                .toList();
        String why = why(document, text, columns);
        why = why.isEmpty() ? otherwise : why;
        if (shards > 1) {
            why = "newest of " + shards + " tables " + documents.get(document).pattern() + "; " + why;
        }
        return new Hit(text.table(), Math.round(score * 1000) / 1000.0, why, columns, shards);
    }

    private boolean matches(TableText.Column column) {
        return !matched(Stream.of(column.name())).isEmpty()
                || !matched(Stream.concat(column.notes().stream(), column.values().stream()))
                        .isEmpty();
    }

    private String why(int document, TableText text, List<String> columns) {
        List<String> reasons = new ArrayList<>();
        TableRef table = text.table();
        say(reasons, "name", matched(Stream.of(table.name())));
        say(reasons, "path", matched(Stream.concat(Stream.of(table.catalog()), table.namespace().levels().stream())));
        say(reasons, "columns", columns);
        say(reasons, "comment", matched(Stream.concat(text.comment().stream(), text.notes().stream())));
        int best = best(document);
        if (best >= 0 && scores[best] > scores[document]) {
            reasons.add("joins " + documents.get(best).newest().table());
        }
        return String.join("; ", reasons);
    }

    private int best(int document) {
        int best = -1;
        for (int n : graph.neighbours(document)) {
            best = best < 0 || scores[n] > scores[best] ? n : best;
        }
        return best;
    }

    private static void say(List<String> reasons, String where, Collection<String> what) {
        if (!what.isEmpty()) {
            reasons.add(where + " " + String.join(", ", what));
        }
    }

    /** The words as they are written there. */
    private Set<String> matched(Stream<String> texts) {
        Set<String> words = new TreeSet<>();
        texts.flatMap(t -> Words.split(t).stream())
                .filter(w -> asked.contains(Stemmer.stem(w)))
                .forEach(words::add);
        return words;
    }
}
