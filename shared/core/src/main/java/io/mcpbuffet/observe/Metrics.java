package io.mcpbuffet.observe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final Map<String, Histogram> latencies = new ConcurrentSkipListMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentSkipListMap<>();

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

    /** A value that is asked for when the metrics are read. */
    public void gauge(String name, DoubleSupplier value) {
        gauges.put(name, value);
    }

    /** Adds to a counter. Labels are names and values in turn. */
    public void count(String name, long amount, String... labels) {
        counters.computeIfAbsent(name, n -> new ConcurrentHashMap<>())
                .computeIfAbsent(labels(labels), l -> new LongAdder())
                .add(amount);
    }

    @Override
    public void ended(CallRecord call) {
        count("buffet_calls_total", 1, "tool", call.tool(), "outcome", call.outcome());
        latencies
                .computeIfAbsent(labels("tool", call.tool()), l -> new Histogram())
                .add(call.took().toNanos());
        count("buffet_rows_total", call.rows(), "tool", call.tool());
        call.tables().stream()
                .map(table -> table.split("\\.", 2)[0].replace("\"", ""))
                .distinct()
                .forEach(catalog ->
                        count("buffet_catalog_calls_total", 1, "catalog", catalog, "outcome", call.outcome()));
        call.engine().ifPresent(engine -> {
            count("buffet_engine_calls_total", 1, "engine", engine, "outcome", call.outcome());
            count("buffet_engine_bytes_read_total", call.bytes(), "engine", engine);
            count("buffet_engine_files_read_total", call.files(), "engine", engine);
        });
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
        gauges.forEach((name, value) -> {
            out.append("# TYPE ").append(name).append(" gauge\n");
            line(out, name, "", value.getAsDouble());
        });
        if (!latencies.isEmpty()) {
            out.append("# TYPE buffet_call_seconds histogram\n");
            latencies.forEach((labels, histogram) -> histogram(out, labels, histogram));
        }
        return out.toString();
    }

    private static void histogram(StringBuilder out, String labels, Histogram histogram) {
        long sum = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            sum += histogram.buckets().get(i).sum();
            String bound = i < BOUNDS.length ? number(BOUNDS[i]) : "+Inf";
            line(out, "buffet_call_seconds_bucket", labels + ",le=\"" + bound + "\"", (double) sum);
        }
        line(out, "buffet_call_seconds_sum", labels, histogram.nanos().sum() / NANOS);
        line(out, "buffet_call_seconds_count", labels, (double) sum);
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
