package io.mcpbuffet.search;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText.Join;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Finds tables by words: those of their names, columns and comments, similar ones, and where vectors are given also words of like meaning.
 * Immutable.
 */
public final class TableIndex {
    private static final double[] FIELDS = {3, 1.5, 1, 0.5};
    private static final float WORDS = 0.35f;
    private static final float GRAMS = 0.15f;
    private static final float MEANING = 0.5f;
    /** What a table gains from one that it joins. */
    private static final float JOINED = 0.35f;
    /** What a table gains from another good one of its namespace. */
    private static final float BESIDE = 0.2f;
    /** A share of the best score below which a match is chance. */
    private static final float LEAST = 0.05f;

    private final List<Shards> documents;
    private final Map<TableRef, Integer> byTable;
    private final Postings words;
    private final Postings grams;
    private final JoinGraph graph;
    private final int[][] homes;
    private final Vector[] vectors;
    private final int tables;

    private TableIndex(List<Shards> documents, Map<TableRef, Vector> vectors) {
        this.documents = documents;
        this.byTable = byTable(documents);
        this.tables = documents.stream().mapToInt(d -> d.members().size()).sum();
        List<TableText> texts = documents.stream().map(Shards::newest).toList();
        Postings.Builder wordPostings = new Postings.Builder(FIELDS);
        Postings.Builder gramPostings = new Postings.Builder(FIELDS);
        for (TableText text : texts) {
            List<List<String>> fields = fields(text);
            wordPostings.add(fields.stream().map(Words::stemmed).toList());
            gramPostings.add(fields.stream().map(Grams::of).toList());
        }
        this.words = wordPostings.build();
        this.grams = gramPostings.build();
        this.graph = JoinGraph.of(texts, byTable);
        this.homes = homes(texts);
        this.vectors = texts.stream().map(t -> vectors.get(t.table())).toArray(Vector[]::new);
    }

    /** With vectors of the meaning of tables, those that there are. */
    public static TableIndex of(List<TableText> tables, Map<TableRef, Vector> vectors) {
        return new TableIndex(Shards.of(tables), vectors);
    }

    /** Without vectors. */
    public static TableIndex of(List<TableText> tables) {
        return of(tables, Map.of());
    }

    private static Map<TableRef, Integer> byTable(List<Shards> documents) {
        Map<TableRef, Integer> map = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            for (TableText member : documents.get(i).members()) {
                map.put(member.table(), i);
            }
        }
        return map;
    }

    private static int[][] homes(List<TableText> texts) {
        record Home(String catalog, Namespace namespace) {}
        Map<Home, List<Integer>> homes = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            TableRef table = texts.get(i).table();
            homes.computeIfAbsent(new Home(table.catalog(), table.namespace()), h -> new ArrayList<>())
                    .add(i);
        }
        return homes.values().stream()
                .map(h -> h.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Words of the name, the path, the columns, and of all that is said about them. */
    private static List<List<String>> fields(TableText text) {
        TableRef table = text.table();
        List<String> path = new ArrayList<>(Words.split(table.catalog()));
        table.namespace().levels().forEach(level -> path.addAll(Words.split(level)));
        List<String> columns = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        text.comment().ifPresent(c -> notes.addAll(Words.telling(c)));
        text.notes().forEach(n -> notes.addAll(Words.telling(n)));
        for (TableText.Column column : text.columns()) {
            columns.addAll(Words.split(column.name()));
            notes.addAll(Words.split(column.type()));
            column.notes().forEach(n -> notes.addAll(Words.telling(n)));
            column.values().forEach(v -> notes.addAll(Words.split(v)));
        }
        return List.of(Words.split(table.name()), path, columns, notes);
    }

    /** How many tables it holds. */
    public int tables() {
        return tables;
    }

    public Optional<TableText> text(TableRef table) {
        return Optional.ofNullable(byTable.get(table)).flatMap(i -> documents.get(i).members().stream()
                .filter(m -> m.table().equals(table))
                .findFirst());
    }

    /** The joins among these tables, each once, declared ones before inferred ones. */
    public List<Map.Entry<TableRef, Join>> joins(List<TableRef> among) {
        return among.stream()
                .filter(byTable::containsKey)
                .flatMap(table -> graph.joins(byTable.get(table)).stream()
                        .filter(join -> among.contains(join.to()) && !join.to().equals(table))
                        .map(join -> Map.entry(table, join)))
                .sorted(Comparator.comparing(e -> e.getValue().origin()))
                .toList();
    }

    /**
     * The best first; ties in the order of their names.
     *
     * @param meaning of the text, where there are vectors to compare it with
     * @param within tables that may be found; others have no part in the ranking
     */
    public List<Hit> search(String text, Optional<Vector> meaning, Predicate<TableRef> within, int limit) {
        Optional<TableText>[] visible = visible(within);
        float[] similar = grams.scores(Grams.of(Words.telling(text)));
        float[] scores = own(text, similar, meaning);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = visible[i].isPresent() ? scores[i] : 0;
        }
        Postings.normalised(scores);
        float[] ranked = Postings.normalised(spread(scores));
        Explanation why = new Explanation(text, graph, documents, scores);
        return IntStream.range(0, ranked.length)
                .filter(i -> visible[i].isPresent() && ranked[i] >= LEAST)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -ranked[i])
                        .thenComparing(i -> visible[i].get().table().toString()))
                .limit(limit)
                .map(i -> why.hit(i, visible[i].get(), ranked[i], shards(i, within), otherwise(i, similar, meaning)))
                .toList();
    }

    private String otherwise(int document, float[] similar, Optional<Vector> meaning) {
        if (similar[document] > 0) {
            return "similar words";
        }
        return meaning.isPresent() && vectors[document] != null
                ? "similar meaning"
                : "in the namespace of a table that fits";
    }

    /** By words alone. */
    public List<Hit> search(String text, Predicate<TableRef> within, int limit) {
        return search(text, Optional.empty(), within, limit);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Optional<TableText>[] visible(Predicate<TableRef> within) {
        return documents.stream()
                .map(d ->
                        d.members().stream().filter(m -> within.test(m.table())).findFirst())
                .toArray(Optional[]::new);
    }

    private int shards(int document, Predicate<TableRef> within) {
        return (int) documents.get(document).members().stream()
                .filter(m -> within.test(m.table()))
                .count();
    }

    /** What each document says by itself. */
    private float[] own(String text, float[] similar, Optional<Vector> meaning) {
        float[] byWord = words.scores(Words.stemmed(Words.telling(text)));
        float[] own = new float[documents.size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = (WORDS * byWord[i] + GRAMS * similar[i]) / (WORDS + GRAMS);
        }
        Postings.normalised(own);
        meaning.ifPresent(vector -> fuse(own, near(vector)));
        return own;
    }

    /** A document whose meaning is not known yet keeps what its words say. */
    private void fuse(float[] own, float[] near) {
        for (int i = 0; i < own.length; i++) {
            if (vectors[i] != null) {
                own[i] = (WORDS + GRAMS) * own[i] + MEANING * near[i];
            }
        }
    }

    private float[] near(Vector meaning) {
        float[] near = new float[vectors.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = vectors[i] == null ? 0 : Math.max(0, meaning.times(vectors[i]));
        }
        return Postings.normalised(near);
    }

    private float[] spread(float[] scores) {
        float[] out = scores.clone();
        for (int i = 0; i < scores.length; i++) {
            float sum = 0;
            int[] neighbours = graph.neighbours(i);
            for (int n : neighbours) {
                sum += scores[n] / (float) Math.sqrt((double) neighbours.length * graph.neighbours(n).length);
            }
            out[i] += JOINED * sum;
        }
        for (int[] home : homes) {
            beside(home, scores, out);
        }
        return out;
    }

    /** Each gains from the best other one. */
    private static void beside(int[] home, float[] scores, float[] out) {
        float[] sorted = new float[home.length];
        for (int i = 0; i < home.length; i++) {
            sorted[i] = scores[home[i]];
        }
        Arrays.sort(sorted);
        int last = home.length - 1;
        for (int i : home) {
            float best = scores[i] == sorted[last] ? (last > 0 ? sorted[last - 1] : 0) : sorted[last];
            out[i] += BESIDE * best;
        }
    }

    /** How many of its tables are among these. */
    int count(Predicate<TableRef> within) {
        return (int) documents.stream()
                .flatMap(d -> d.members().stream())
                .filter(m -> within.test(m.table()))
                .count();
    }
}
