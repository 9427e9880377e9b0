package io.mcpbuffet.observe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Counts what the server does, and tells it in the text format of Prometheus. Names of tools, catalogs and engines are few and
 * configured, so there are as few series. Safe for use by many threads.
 */
public final class Metrics implements CallListener {
    /** Upper bounds in seconds. */
    private static final double[] BOUNDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120};

    private static final double NANOS = 1e9;

    private final Map<String, Map<String, LongAdder>> counters = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, Histogram>> latencies = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, DoubleSupplier>> gauges = new ConcurrentSkipListMap<>();
    private final Map<String, Map<String, DoubleSupplier>> totals = new ConcurrentSkipListMap<>();

    private final Map<String, OfTool> tools = new ConcurrentHashMap<>();
    private final Set<String> catalogs;

    /** Without catalogs. */
    public Metrics() {
        this(Set.of());
    }

    /** @param catalogs those that there are: clients name others as well, and each name would be a series for ever */
    public Metrics(Set<String> catalogs) {
        this.catalogs = Set.copyOf(catalogs);
    }

    private record Histogram(List<LongAdder> buckets, LongAdder nanos) {
        Histogram() {
            this(
                    IntStream.rangeClosed(0, BOUNDS.length)
                            .mapToObj(i -> new LongAdder())
                            .toList(),
                    new LongAdder());
        }

        void add(long took) {
            nanos.add(took);
            int bucket = 0;
            while (bucket < BOUNDS.length && took / NANOS > BOUNDS[bucket]) {
                bucket++;
            }
            buckets.get(bucket).increment();
        }
    }

    /** A value that is asked for when the metrics are read. Labels are names and values in turn. */
    public void gauge(String name, DoubleSupplier value, String... labels) {
        gauges.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>()).put(labels(labels), value);
    }

    /** The same for what only grows, and is counted elsewhere. */
    public void total(String name, DoubleSupplier value, String... labels) {
        totals.computeIfAbsent(name, n -> new ConcurrentSkipListMap<>()).put(labels(labels), value);
    }

    /** Adds to a counter. Labels are names and values in turn. */
    public void count(String name, long amount, String... labels) {
        counter(name, labels).add(amount);
    }

    private LongAdder counter(String name, String... labels) {
        return counters.computeIfAbsent(name, n -> new ConcurrentHashMap<>())
                .computeIfAbsent(labels(labels), l -> new LongAdder());
    }

    private Histogram latency(String name, String... labels) {
        return latencies
                .computeIfAbsent(name, n -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(labels(labels), l -> new Histogram());
    }

    /**
     * The series of one tool, which every call adds to.
     *
     * @param calls by their outcome
     */
    private record OfTool(
            Map<String, LongAdder> calls, Histogram seconds, LongAdder rows, LongAdder bytes, LongAdder files) {}

    private OfTool tool(String tool) {
        OfTool known = tools.get(tool);
        return known != null
                ? known
                : tools.computeIfAbsent(
                        tool,
                        t -> new OfTool(
                                new ConcurrentHashMap<>(),
                                latency("buffet_call_seconds", "tool", t),
                                counter("buffet_rows_total", "tool", t),
                                counter("buffet_bytes_read_total", "tool", t),
                                counter("buffet_files_read_total", "tool", t)));
    }

    private void count(OfTool series, CallRecord call) {
        series.calls()
                .computeIfAbsent(call.outcome(), o -> counter("buffet_calls_total", "tool", call.tool(), "outcome", o))
                .increment();
        series.seconds().add(call.took().toNanos());
        series.rows().add(call.rows());
        series.bytes().add(call.bytes());
        series.files().add(call.files());
    }

    @Override
    public void ended(CallRecord call) {
        count(tool(call.tool()), call);
        call.tables().stream()
                .map(table -> table.split("\\.", 2)[0].replace("\"", ""))
                .filter(catalogs::contains)
                .distinct()
                .forEach(catalog -> {
                    count("buffet_catalog_calls_total", 1, "catalog", catalog, "outcome", call.outcome());
                    took("buffet_catalog_call_seconds", call, "catalog", catalog);
                });
        call.engine().ifPresent(engine -> {
            count("buffet_engine_calls_total", 1, "engine", engine, "outcome", call.outcome());
            took("buffet_engine_call_seconds", call, "engine", engine);
            count("buffet_engine_rows_total", call.rows(), "engine", engine);
            count("buffet_engine_bytes_read_total", call.bytes(), "engine", engine);
            count("buffet_engine_files_read_total", call.files(), "engine", engine);
        });
    }

    private void took(String name, CallRecord call, String... labels) {
        latency(name, labels).add(call.took().toNanos());
    }

    private static String labels(String... pairs) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            String value =
                    pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            text.append(i == 0 ? "" : ",")
                    .append(pairs[i])
                    .append("=\"")
                    .append(value)
                    .append('"');
        }
        return text.toString();
    }

    /** In the text format of Prometheus, version 0.0.4. */
    public String text() {
        StringBuilder out = new StringBuilder();
        counters.forEach((name, series) -> {
            out.append("# TYPE ").append(name).append(" counter\n");
            new TreeMap<>(series).forEach((labels, value) -> line(out, name, labels, (double) value.sum()));
        });
        asked(out, totals, " counter\n");
        asked(out, gauges, " gauge\n");
        latencies.forEach((name, series) -> {
            out.append("# TYPE ").append(name).append(" histogram\n");
            series.forEach((labels, histogram) -> histogram(out, name, labels, histogram));
        });
        return out.toString();
    }

    private static void asked(StringBuilder out, Map<String, Map<String, DoubleSupplier>> values, String type) {
        values.forEach((name, series) -> {
            out.append("# TYPE ").append(name).append(type);
            series.forEach((labels, value) -> line(out, name, labels, value.getAsDouble()));
        });
    }

    private static void histogram(StringBuilder out, String name, String labels, Histogram histogram) {
        long sum = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            sum += histogram.buckets().get(i).sum();
            String bound = i < BOUNDS.length ? number(BOUNDS[i]) : "+Inf";
            line(out, name + "_bucket", labels + ",le=\"" + bound + "\"", (double) sum);
        }
        line(out, name + "_sum", labels, histogram.nanos().sum() / NANOS);
        line(out, name + "_count", labels, (double) sum);
    }

    private static void line(StringBuilder out, String name, String labels, double value) {
        out.append(name)
                .append(labels.isEmpty() ? "" : "{" + labels + "}")
                .append(' ')
                .append(number(value))
                .append('\n');
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value).replaceAll("0+$", "");
    }
}
