package io.mcpbuffet.bench;

import io.mcpbuffet.bench.Retrieval.Question;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.Embedder;
import io.mcpbuffet.search.Hit;
import io.mcpbuffet.search.TableIndex;
import io.mcpbuffet.search.TableText;
import io.mcpbuffet.search.Vector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/** How well search finds the tables that answer a question; the argument is a directory of question sets. */
final class RetrievalBench implements Benchmark {
    private static final int SHOWN = 15;
    private static final String SETS = "../shared/retrieval";

    /** Shares of 100 over all questions, except for the mean reciprocal rank. */
    private record Measure(double recall5, double recall10, double mrr, double all15) {}

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        Path directory = Path.of(arguments.isEmpty() ? SETS : arguments.get(0));
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("There is no directory " + directory.toAbsolutePath()
                    + "; give one with tables.jsonl and questions.jsonl: make bench-retrieval ARGS=DIRECTORY");
        }
        Retrieval sets = Retrieval.read(directory);
        table.row("search", "tables", "questions", "recall@5", "recall@10", "MRR", "all@15");
        List<Result> results = new ArrayList<>();
        PlainBm25 plain = new PlainBm25(sets.tables());
        row(table, "plain BM25", sets, q -> plain.search(q, SHOWN));
        TableIndex lexical = TableIndex.of(sets.tables());
        results(
                results,
                "lexical",
                row(table, "lexical", sets, q -> refs(lexical.search(q, t -> true, SHOWN))),
                93,
                89);
        Optional<Embedder> embedder =
                ServiceLoader.load(Embedder.Provider.class).findFirst().map(Embedder.Provider::open);
        if (embedder.isPresent()) {
            Embedder model = embedder.get();
            TableIndex hybrid = TableIndex.of(sets.tables(), vectors(model, sets.tables()));
            Measure measured = row(
                    table,
                    "hybrid",
                    sets,
                    q -> refs(hybrid.search(q, Optional.of(vector(model, q)), t -> true, SHOWN)));
            results(results, "hybrid", measured, 97, 93);
        }
        return results;
    }

    private static Map<TableRef, Vector> vectors(Embedder model, List<TableText> tables) {
        Map<TableRef, Vector> vectors = new HashMap<>();
        tables.forEach(t -> vectors.put(t.table(), vector(model, t.sentence())));
        return vectors;
    }

    private static Vector vector(Embedder model, String text) {
        return Vector.of(model.embed(List.of(text)).get(0));
    }

    private static List<TableRef> refs(List<Hit> hits) {
        return hits.stream().map(Hit::table).toList();
    }

    private static void results(List<Result> results, String name, Measure measured, int all, int recall) {
        results.add(new Result("retrieval-" + name + "-all15", measured.all15(), "%", ">= " + all));
        results.add(new Result("retrieval-" + name + "-recall5", measured.recall5(), "%", ">= " + recall));
    }

    private static Measure row(Table table, String name, Retrieval sets, Function<String, List<TableRef>> search) {
        Measure m = measure(sets.questions(), search);
        table.row(
                name,
                sets.tables().size(),
                sets.questions().size(),
                text(m.recall5()),
                text(m.recall10()),
                String.format(Locale.ROOT, "%.3f", m.mrr()),
                text(m.all15()));
        return m;
    }

    private static String text(double share) {
        return String.format(Locale.ROOT, "%.1f", share);
    }

    private static Measure measure(List<Question> questions, Function<String, List<TableRef>> search) {
        double recall5 = 0;
        double recall10 = 0;
        double mrr = 0;
        double all15 = 0;
        for (Question question : questions) {
            List<TableRef> found = search.apply(question.text());
            recall5 += recall(question, found, 5);
            recall10 += recall(question, found, 10);
            mrr += reciprocalRank(question, found);
            all15 += recall(question, found, SHOWN) == 1 ? 1 : 0;
        }
        int n = questions.size();
        return new Measure(100 * recall5 / n, 100 * recall10 / n, mrr / n, 100 * all15 / n);
    }

    private static double recall(Question question, List<TableRef> found, int first) {
        long hits =
                found.stream().limit(first).filter(question.gold()::contains).count();
        return (double) hits / question.gold().size();
    }

    private static double reciprocalRank(Question question, List<TableRef> found) {
        for (int i = 0; i < found.size(); i++) {
            if (question.gold().contains(found.get(i))) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
