package io.mcpbuffet.bench;

import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.search.Embedder;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.FileCache;
import io.mcpbuffet.spi.LocalSql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** What search over many columns costs: the argument is their number, 100,000 without it. The catalog answers at once, so all is the index. */
final class SearchBench implements Benchmark {
    private static final int QUESTIONS = 200;
    private static final long ROOM = 2L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        int columns = arguments.isEmpty() ? 100_000 : Integer.parseInt(arguments.get(0));
        List<Result> results = new ArrayList<>();
        table.row("search", "columns", "index s", "memory MB", "disk MB", "restart s", "p50 ms", "p95 ms");
        results.add(measure(table, "lexical", columns, Optional.empty(), 20));
        Optional<Embedder.Provider> model =
                ServiceLoader.load(Embedder.Provider.class).findFirst();
        if (model.isPresent()) {
            results.add(measure(table, "hybrid", columns, model, 60));
        }
        return results;
    }

    private static Result measure(Table table, String name, int columns, Optional<Embedder.Provider> model, int aim)
            throws Exception {
        Path directory = Files.createTempDirectory("search-bench");
        try {
            WideCatalog catalog = new WideCatalog("wide", columns / WideCatalog.COLUMNS);
            long before = used();
            long start = System.nanoTime();
            try (Lakehouse lakehouse = lakehouse(catalog);
                    TableSearch search = search(lakehouse, directory, model)) {
                complete(search, model.isPresent());
                double indexed = (System.nanoTime() - start) / 1e9;
                double memory = (used() - before) / 1e6;
                List<Double> times = ask(search);
                double restart = restart(catalog, directory, model);
                double median = times.get(times.size() / 2);
                table.row(
                        name,
                        columns,
                        Timing.text(indexed),
                        Timing.text(memory),
                        Timing.text(bytes(directory) / 1e6),
                        Timing.text(restart),
                        Timing.text(median),
                        Timing.text(times.get(times.size() * 95 / 100)));
                return new Result("search-" + name + "-p50", median, "ms", "<= " + aim);
            }
        } finally {
            delete(directory);
        }
    }

    private static Lakehouse lakehouse(WideCatalog catalog) {
        return Lakehouse.of(List.of(new CatalogSource("wide", catalog, Map.of())), new CatalogProvider.Services() {
            @Override
            public LocalSql localSql() {
                throw new IllegalStateException("Nothing runs SQL here");
            }

            @Override
            public FileCache files() {
                throw new IllegalStateException("There are no files here");
            }
        });
    }

    private static TableSearch search(Lakehouse lakehouse, Path directory, Optional<Embedder.Provider> model) {
        return TableSearch.of(
                lakehouse,
                new TableSearch.Settings(Optional.of(directory), ROOM, PATIENCE, Duration.ofDays(1)),
                model,
                Clock.systemUTC());
    }

    /** The first search waits for the words; vectors follow in lots. */
    private static void complete(TableSearch search, boolean vectors) throws InterruptedException {
        search.search("x", Optional.empty(), t -> true, 1);
        while (vectors && !search.settled()) {
            Thread.sleep(50);
        }
    }

    /** Sorted times of searches, after as many that only warm up. */
    private static List<Double> ask(TableSearch search) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 2 * QUESTIONS; i++) {
            String question = WideCatalog.question(i);
            long start = System.nanoTime();
            search.search(question, Optional.empty(), t -> true, 10);
            if (i >= QUESTIONS) {
                times.add((System.nanoTime() - start) / 1e6);
            }
        }
        times.sort(null);
        return times;
    }

    /** Seconds until another process over the same directory has searched everything. */
    private static double restart(WideCatalog catalog, Path directory, Optional<Embedder.Provider> model)
            throws Exception {
        long start = System.nanoTime();
        try (Lakehouse lakehouse = lakehouse(catalog);
                TableSearch search = search(lakehouse, directory, model)) {
            complete(search, model.isPresent());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
