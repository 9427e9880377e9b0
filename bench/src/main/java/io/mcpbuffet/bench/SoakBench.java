package io.mcpbuffet.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The router over HTTP for a quarter of an hour, or as many minutes as the first argument says: sessions that come and go, in both eras,
 * with errors and cancelled calls among them, as fast as they are answered or with so many milliseconds before each call as the second
 * argument says. What it holds has to stay the same: its heap after a collection, its descriptors and its threads. The baseline is the
 * same process after the first third.
 */
final class SoakBench implements Benchmark {
    private static final int MINUTES = 15;
    private static final int CLIENTS = 12;
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final String LISTENING = "Listening on ";

    private final Path root = Path.of("").toAbsolutePath();

    /** What the process holds at one moment. */
    private record Held(double megabytes, long descriptors, long threads) {}

    @Override
    public List<Result> run(Table table, List<String> arguments) throws Exception {
        int minutes = arguments.isEmpty() ? MINUTES : Integer.parseInt(arguments.get(0));
        Duration pace = Duration.ofMillis(arguments.size() < 2 ? 0 : Long.parseLong(arguments.get(1)));
        Process router = router();
        try {
            return soak(table, router, pace, Duration.ofMinutes(minutes));
        } finally {
            router.destroy();
            router.waitFor(30, TimeUnit.SECONDS);
            router.destroyForcibly();
        }
    }

    private List<Result> soak(Table table, Process router, Duration pace, Duration length) throws Exception {
        URI address = address(router);
        table.row("second", "calls", "failed", "heap MB after GC", "descriptors", "threads");
        AtomicLong calls = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        List<Thread> clients = new ArrayList<>();
        List<Held> held = new ArrayList<>();
        long start = System.nanoTime();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(new SoakClient(address, pace, i, calls, failed), "client-" + i);
                client.setDaemon(true);
                client.start();
                clients.add(client);
            }
            while (System.nanoTime() - start < length.toNanos()) {
                TimeUnit.NANOSECONDS.sleep(Math.min(PAUSE.toNanos(), length.toNanos() / 9));
                Held now = held(router);
                held.add(now);
                long second = Duration.ofNanos(System.nanoTime() - start).toSeconds();
                table.row(second, calls, failed, "%.1f".formatted(now.megabytes()), now.descriptors(), now.threads());
            }
        } finally {
            clients.forEach(Thread::interrupt);
        }
        return results(held, failed.get());
    }

    /** The middle of the last third over the middle of the second. */
    private static List<Result> results(List<Held> held, long failed) {
        List<Held> before = held.subList(held.size() / 3, held.size() * 2 / 3);
        List<Held> after = held.subList(held.size() * 2 / 3, held.size());
        double heap = median(after.stream().map(Held::megabytes))
                - median(before.stream().map(Held::megabytes));
        double files = median(after.stream().map(h -> (double) h.descriptors()))
                - median(before.stream().map(h -> (double) h.descriptors()));
        double threads = median(after.stream().map(h -> (double) h.threads()))
                - median(before.stream().map(h -> (double) h.threads()));
        return List.of(
                new Result("soak-heap-growth", Math.round(heap), "MB", "<= 3"),
                new Result("soak-descriptor-growth", Math.round(files), "", "<= 3"),
                new Result("soak-thread-growth", Math.round(threads), "", "<= 3"),
                new Result("soak-failed-calls", failed, "", "0"));
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private Process router() throws IOException, InterruptedException {
        Path demo = root.resolve("bench/target/soak");
        String buffet = root.resolve("buffet").toString();
        Process made = new ProcessBuilder(buffet, "demo", "--serve", "--dir", demo.toString())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        made.getInputStream().readAllBytes();
        made.waitFor();
        return new ProcessBuilder(
                        buffet, "serve", "--config", demo.resolve("buffet.yaml").toString(), "--http", "127.0.0.1:0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static URI address(Process router) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(router.getErrorStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = lines.readLine();
        }
        if (line == null) {
            throw new IOException("The router ended before it listened");
        }
        Thread rest = new Thread(() -> lines.lines().forEach(System.err::println), "router-log");
        rest.setDaemon(true);
        rest.start();
        return URI.create(line.substring(LISTENING.length()));
    }

    private static Held held(Process router) throws IOException, InterruptedException {
        double kilobytes = JavaHeap.kilobytes(router.pid());
        Path process = Path.of("/proc", String.valueOf(router.pid()));
        try (Stream<Path> files = Files.list(process.resolve("fd"));
                Stream<Path> threads = Files.list(process.resolve("task"))) {
            return new Held(kilobytes / 1024, files.count(), threads.count());
        }
    }
}
