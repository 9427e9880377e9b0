package io.mcpbuffet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * From the start of the program to the answer of {@code initialize}, the memory it idles with, and the size of {@code tools/list}. The
 * baseline is the same program as plain Java starts it. Arguments are the directories of JDKs; without any, those of 17 and 25 that are
 * found.
 */
final class StartBench implements Benchmark {
    private static final int RUNS = 10;
    private static final Path JDKS = Path.of("/usr/lib/jvm");

    private final Path root = Path.of("").toAbsolutePath();

    @Override
    public List<Result> run(Table table, List<String> arguments) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        table.row("java", "started by", "median ms", "fastest", "idle MB");
        for (Map.Entry<Integer, Path> jdk : jdks(arguments).entrySet()) {
            results.addAll(starts(table, jdk.getKey(), jdk.getValue()));
        }
        Path files = Files.createDirectories(root.resolve("bench/target/start"));
        Files.writeString(files.resolve("numbers.csv"), "id\n1\n");
        Path java = Path.of(System.getProperty("java.home"));
        results.add(tools("tools-single", 14_000, java, "serve", "duckdb", "--path", files.toString()));
        results.add(tools("tools-router", 18_000, java, "demo", "--serve"));
        return results;
    }

    /** Both ways in turn, so that a busy moment of the machine hits both. */
    private List<Result> starts(Table table, int version, Path java) throws IOException, InterruptedException {
        List<String> buffet = List.of(root.resolve("buffet").toString(), "demo", "--serve");
        List<String> plain = List.of(
                java.resolve("bin/java").toString(),
                "-Dbuffet.home=" + root,
                "-cp",
                root.resolve("mcp-router/target/mcp-router.jar").toString(),
                "io.mcpbuffet.router.cli.BuffetMain",
                "demo",
                "--serve");
        StartedServer.once(buffet, java);
        List<StartedServer.Start> slow = new ArrayList<>();
        List<StartedServer.Start> fast = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            slow.add(StartedServer.once(plain, java));
            fast.add(StartedServer.once(buffet, java));
        }
        row(table, version, "plain java", slow);
        row(table, version, "./buffet", fast);
        return List.of(
                new Result("start-" + version, median(fast.stream().map(StartedServer.Start::millis)), "ms", "< 450"),
                new Result(
                        "idle-" + version, median(fast.stream().map(StartedServer.Start::megabytes)), "MB", "< 110"));
    }

    private static void row(Table table, int version, String way, List<StartedServer.Start> starts) {
        table.row(
                version,
                way,
                median(starts.stream().map(StartedServer.Start::millis)),
                Math.round(starts.stream()
                        .mapToDouble(StartedServer.Start::millis)
                        .min()
                        .orElseThrow()),
                median(starts.stream().map(StartedServer.Start::megabytes)));
    }

    private static long median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        int middle = sorted.size() / 2;
        return Math.round((sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    private Result tools(String name, int aim, Path java, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("buffet").toString()));
        command.addAll(List.of(arguments));
        return new Result(name, StartedServer.once(command, java).tools(), "bytes", "< " + aim);
    }

    /** By version. */
    private static Map<Integer, Path> jdks(List<String> arguments) throws IOException {
        Map<Integer, Path> found = new TreeMap<>();
        for (String argument : arguments) {
            found.put(version(Path.of(argument)), Path.of(argument));
        }
        if (!found.isEmpty()) {
            return found;
        }
        found.put(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
        if (Files.isDirectory(JDKS)) {
            try (Stream<Path> all = Files.list(JDKS)) {
                for (Path each :
                        all.filter(p -> Files.exists(p.resolve("release"))).toList()) {
                    int version = version(each);
                    if (version == 17 || version == 25) {
                        found.putIfAbsent(version, each);
                    }
                }
            }
        }
        return found;
    }

    private static int version(Path jdk) throws IOException {
        Properties release = new Properties();
        try (var in = Files.newInputStream(jdk.resolve("release"))) {
            release.load(in);
        }
        return Runtime.Version.parse(release.getProperty("JAVA_VERSION").replace("\"", ""))
                .feature();
    }
}
