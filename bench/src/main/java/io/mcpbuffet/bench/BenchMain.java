package io.mcpbuffet.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs one benchmark by its name, prints its table, and then one {@code result:} line for each headline figure. */
public final class BenchMain {
    private static final String SUFFIX = "Bench";
    private static final int USAGE = 2;

    private BenchMain() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("buffet.log.level", "warn");
        SortedMap<String, String> classes = classes();
        if (arguments.length == 0 || !classes.containsKey(arguments[0])) {
            System.err.println("usage: make bench-NAME, where NAME is one of " + String.join(", ", classes.keySet()));
            System.exit(USAGE);
        }
        Benchmark benchmark = Class.forName(BenchMain.class.getPackageName() + "." + classes.get(arguments[0]))
                .asSubclass(Benchmark.class)
                .getDeclaredConstructor()
                .newInstance();
        Table table = new Table();
        var results = benchmark.run(table, Arrays.asList(arguments).subList(1, arguments.length));
        table.print(System.out);
        results.forEach(result -> System.out.println(result.line()));
        System.exit(0);
    }

    /** The benchmarks beside this class by their names: {@code object-store} is {@code ObjectStoreBench}. */
    private static SortedMap<String, String> classes() throws IOException, URISyntaxException {
        Path root = Path.of(BenchMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files =
                Files.list(root.resolve(BenchMain.class.getPackageName().replace('.', '/')))) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX + ".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()))
                    .forEach(type -> found.put(name(type), type));
        }
        return found;
    }

    private static String name(String type) {
        return type.substring(0, type.length() - SUFFIX.length())
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }
}
