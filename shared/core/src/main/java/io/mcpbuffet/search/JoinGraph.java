package io.mcpbuffet.search;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText.Join;
import io.mcpbuffet.search.TableText.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which documents join which. Immutable. */
final class JoinGraph {
    /** In a larger database names that fit by chance are too many. */
    private static final int SMALL = 100;

    private static final Set<String> KEYS = Set.of("id", "key", "code", "no", "nr", "number", "uuid");

    private final List<List<Join>> joins;
    private final int[][] neighbours;

    private record Home(String catalog, Namespace namespace) {
        static Home of(TableRef table) {
            return new Home(table.catalog(), table.namespace());
        }
    }

    private JoinGraph(List<List<Join>> joins, int[][] neighbours) {
        this.joins = joins;
        this.neighbours = neighbours;
    }

    /** @param documents by table, every member of a family of shards included */
    static JoinGraph of(List<TableText> texts, Map<TableRef, Integer> documents) {
        List<List<Join>> joins = new ArrayList<>();
        texts.forEach(text -> joins.add(new ArrayList<>(
                text.joins().stream().filter(j -> documents.containsKey(j.to())).toList())));
        infer(texts, joins);
        List<Set<Integer>> sets = new ArrayList<>();
        texts.forEach(t -> sets.add(new LinkedHashSet<>()));
        for (int from = 0; from < texts.size(); from++) {
            for (Join join : joins.get(from)) {
                int to = documents.get(join.to());
                if (to != from) {
                    sets.get(from).add(to);
                    sets.get(to).add(from);
                }
            }
        }
        int[][] neighbours = sets.stream()
                .map(s -> s.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        return new JoinGraph(joins.stream().map(List::copyOf).toList(), neighbours);
    }

    int[] neighbours(int document) {
        return neighbours[document];
    }

    /** The ways that lead from a document to others. */
    List<Join> joins(int document) {
        return joins.get(document);
    }

    private static void infer(List<TableText> texts, List<List<Join>> joins) {
        Map<Home, List<Integer>> homes = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            homes.computeIfAbsent(Home.of(texts.get(i).table()), h -> new ArrayList<>())
                    .add(i);
        }
        homes.values().stream().filter(h -> h.size() <= SMALL).forEach(home -> {
            Map<List<String>, TableText> names = new HashMap<>();
            home.forEach(i -> names.putIfAbsent(Words.stems(texts.get(i).table().name()), texts.get(i)));
            home.forEach(i -> inferred(texts.get(i), names).forEach(join -> {
                if (joins.get(i).stream().noneMatch(known -> known.column().equals(join.column()))) {
                    joins.get(i).add(join);
                }
            }));
        });
    }

    private static List<Join> inferred(TableText text, Map<List<String>, TableText> names) {
        List<Join> found = new ArrayList<>();
        for (TableText.Column column : text.columns()) {
            List<String> words = Words.split(column.name());
            int last = words.size() - 1;
            if (last < 1 || !KEYS.contains(words.get(last))) {
                continue;
            }
            List<String> named =
                    words.subList(0, last).stream().map(Stemmer::stem).toList();
            Optional.ofNullable(names.get(named))
                    .filter(target -> !target.table().equals(text.table()))
                    .flatMap(target -> key(target, words)
                            .map(key -> new Join(column.name(), target.table(), key, Origin.INFERRED)))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** The column that such a name points at: of the same name, or {@code id} alone. */
    private static Optional<String> key(TableText target, List<String> words) {
        List<String> bare = words.subList(words.size() - 1, words.size());
        return target.columns().stream()
                .map(TableText.Column::name)
                .filter(name ->
                        Words.split(name).equals(words) || Words.split(name).equals(bare))
                .findFirst();
    }
}
