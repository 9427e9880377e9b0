package io.mcpbuffet.bench;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The baseline: BM25 over the lower-case text of a table, where an identifier is one word. */
final class PlainBm25 {
    private static final double K1 = 1.2;
    private static final double B = 0.75;

    private final List<TableText> tables;
    private final List<Map<String, Integer>> counts = new ArrayList<>();
    private final Map<String, Integer> holding = new HashMap<>();
    private final double average;

    PlainBm25(List<TableText> tables) {
        this.tables = tables;
        long total = 0;
        for (TableText table : tables) {
            Map<String, Integer> count = new HashMap<>();
            words(text(table)).forEach(w -> count.merge(w, 1, Integer::sum));
            count.keySet().forEach(w -> holding.merge(w, 1, Integer::sum));
            total += length(count);
            counts.add(count);
        }
        average = (double) total / tables.size();
    }

    List<TableRef> search(String question, int limit) {
        Map<TableRef, Double> scores = new LinkedHashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            scores.put(tables.get(i).table(), score(counts.get(i), question));
        }
        return scores.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(Comparator.comparing(e -> -e.getValue()))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private double score(Map<String, Integer> count, String question) {
        double length = length(count) / average;
        double score = 0;
        for (String word : new LinkedHashSet<>(words(question))) {
            int n = holding.getOrDefault(word, 0);
            int tf = count.getOrDefault(word, 0);
            double idf = Math.log(1 + (tables.size() - n + 0.5) / (n + 0.5));
            score += idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length));
        }
        return score;
    }

    private static String text(TableText table) {
        List<String> parts = new ArrayList<>(table.table().namespace().levels());
        parts.add(table.table().name());
        table.comment().ifPresent(parts::add);
        table.columns().forEach(c -> {
            parts.add(c.name().replace(' ', '_'));
            parts.addAll(c.notes());
        });
        return String.join(" ", parts);
    }

    private static int length(Map<String, Integer> count) {
        return count.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static List<String> words(String text) {
        return List.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_]+", -1));
    }
}
