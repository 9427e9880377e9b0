package io.mcpbuffet.bench;

import io.mcpbuffet.cache.DiskCache;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.iceberg.CachedFiles;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.iceberg.s3.S3Store;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import io.mcpbuffet.spi.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/**
 * Line items of TPC-H in an object store (s3proxy, in this process, from memory), read by the engine with an empty cache and with a full
 * one, against DuckDB over the same files on disk. Then what the columns of each query would take by ranges instead of whole files, at
 * once and where each request waits as it does in a cloud. Metadata is local. Arguments: a directory for the data, and the scale.
 */
final class S3Bench implements Benchmark {
    private static final Path DATA = Path.of("bench/target/s3");
    private static final int RUNS = 3;
    private static final long CACHE = 4L << 30;
    private static final Duration FAR = Duration.ofMillis(30);
    private static final String BUCKET = "lake";

    private Path cacheRoot;
    private int caches;

    /** A query with the columns that it needs. */
    private record Case(String name, String sql, List<String> columns) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    "q01",
                    TpchData.resource("q01.sql"),
                    List.of(
                            "l_returnflag",
                            "l_linestatus",
                            "l_quantity",
                            "l_extendedprice",
                            "l_discount",
                            "l_tax",
                            "l_shipdate")),
            new Case(
                    "q06",
                    TpchData.resource("q06.sql"),
                    List.of("l_extendedprice", "l_discount", "l_shipdate", "l_quantity")),
            new Case(
                    "one column",
                    "SELECT l_shipmode, count(*) AS n FROM lineitem GROUP BY 1 ORDER BY 1",
                    List.of("l_shipmode")),
            new Case(
                    "a day",
                    "SELECT * FROM lineitem WHERE l_shipdate = DATE '1995-06-17' ORDER BY ALL LIMIT 20",
                    List.of()),
            new Case("count", "SELECT count(*) AS n FROM lineitem", List.of()));

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        double scale = arguments.size() > 1 ? Double.parseDouble(arguments.get(1)) : 0.5;
        LargeFiles data = LargeFiles.at(arguments.isEmpty() ? DATA : Path.of(arguments.get(0)), scale);
        cacheRoot = Files.createTempDirectory("s3-bench");
        List<Result> results = new ArrayList<>();
        try (S3Store store = S3Store.start().bucket(BUCKET);
                FileIO io = CatalogUtil.loadFileIO("org.apache.iceberg.aws.s3.S3FileIO", store.properties(), null);
                Bare bare = Bare.over(Map.of("lineitem", data.files()));
                FederatedEngine engine = new FederatedEngine(
                        new Lake(null), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC())) {
            for (Path file : data.files()) {
                store.put(BUCKET, key(file), Files.readAllBytes(file));
            }
            table.row(
                    "query",
                    "bare ms",
                    "cold ms",
                    "warm ms",
                    "cold MB",
                    "whole ms",
                    "ranges ms",
                    "ranges MB",
                    "far: whole ms",
                    "far: ranges ms");
            double cold = 0;
            double warm = 0;
            double baseline = 0;
            for (Case each : CASES) {
                Measured measured = measure(each, data, store, io, bare, engine);
                table.row(measured.cells(each.name()).toArray());
                cold += measured.cold();
                warm += measured.warm();
                baseline += measured.bare();
            }
            results.add(new Result("s3-cold", cold / baseline, "x bare", "told"));
            results.add(new Result("s3-warm", warm / baseline, "x bare", "told"));
        }
        return results;
    }

    private record Measured(
            double bare, double cold, double warm, long coldBytes, long rangeBytes, List<Double> fetches) {
        List<Object> cells(String name) {
            List<Object> cells = new ArrayList<>(List.of(
                    name, Timing.text(bare), Timing.text(cold), Timing.text(warm), Timing.text(coldBytes / 1e6)));
            cells.add(Timing.text(fetches.get(0)));
            cells.add(Timing.text(fetches.get(1)));
            cells.add(Timing.text(rangeBytes / 1e6));
            cells.add(Timing.text(fetches.get(2)));
            cells.add(Timing.text(fetches.get(3)));
            return cells;
        }
    }

    private Measured measure(Case each, LargeFiles data, S3Store store, FileIO io, Bare bare, FederatedEngine engine)
            throws Exception {
        Timing theirs = new Timing();
        Timing cold = new Timing();
        Timing warm = new Timing();
        long bytes = 0;
        List<Path> read = List.of();
        for (int run = -1; run < RUNS; run++) {
            List<List<String>> expected = (run < 0 ? new Timing() : theirs).measure(() -> bare.rows(each.sql()));
            DiskCache cache = DiskCache.in(cacheRoot.resolve("c" + caches++), CACHE);
            Stored files = new Stored(CachedFiles.of(cache, "lake", Map.of()), io);
            SqlEngine fresh = engine.over(new Lake(IcebergCatalog.of("lake", data.catalog(), files)));
            long before = store.faults().bytes();
            QueryResult found = (run < 0 ? new Timing() : cold).measure(() -> ask(fresh, each.sql()));
            bytes = store.faults().bytes() - before;
            require(found, expected, each.name());
            read = List.copyOf(files.read);
            (run < 0 ? new Timing() : warm).measure(() -> ask(fresh, each.sql()));
        }
        Ranges ranges = Ranges.of(read, each.columns());
        List<Double> fetches = new ArrayList<>();
        for (Duration wait : List.of(Duration.ZERO, FAR)) {
            fetches.add(fetching(() -> ranges.whole(io, S3Bench::location, wait)));
            fetches.add(fetching(() -> ranges.needed(io, S3Bench::location, wait)));
        }
        return new Measured(theirs.median(), cold.median(), warm.median(), bytes, ranges.bytes(), fetches);
    }

    private static double fetching(Timing.Work<Long> work) throws Exception {
        Timing timing = new Timing();
        for (int run = 0; run < RUNS; run++) {
            timing.measure(work);
        }
        return timing.median();
    }

    private static QueryResult ask(SqlEngine engine, String sql) {
        return engine.run(
                new Query(sql, AsOf.LATEST, Optional.empty(), 100, Duration.ofMinutes(5), Optional.empty()),
                Progress.NONE);
    }

    private static void require(QueryResult found, List<List<String>> expected, String name) {
        if (found.page().rows().size() != expected.size()) {
            throw new IllegalStateException(
                    name + " gave " + found.page().rows().size() + " rows, not " + expected.size());
        }
    }

    private static String key(Path file) {
        return file.getFileName().toString();
    }

    private static String location(Path file) {
        return "s3://" + BUCKET + "/" + key(file);
    }

    /** What metadata calls local files comes out of the store, and is remembered. */
    private static final class Stored implements LocalFiles {
        private final CachedFiles files;
        private final FileIO io;
        private final Set<Path> read = ConcurrentHashMap.newKeySet();

        Stored(CachedFiles files, FileIO io) {
            this.files = files;
            this.io = io;
        }

        @Override
        public LocalFile file(FileIO local, String name, long length) {
            read.add(Path.of(name));
            return files.file(io, location(Path.of(name)), length);
        }
    }

    /** One table in a catalog. */
    private record Lake(Catalog only) implements Tables {
        @Override
        public TableRef resolve(List<String> parts) {
            return new TableRef("lake", Namespace.of("plain"), parts.get(parts.size() - 1));
        }

        @Override
        public Catalog catalog(TableRef table) {
            return only;
        }

        @Override
        public List<String> catalogs() {
            return List.of("lake");
        }
    }
}
