package io.mcpbuffet.engine.guard;

import io.mcpbuffet.error.Nearest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Functions that may be called: a reviewed list, so that a function that a later engine brings is refused until it is read. */
final class FunctionList {
    static final FunctionList SCALAR = load("functions.txt");
    static final FunctionList TABLE = load("table-functions.txt");

    private final Set<String> names;

    private FunctionList(Set<String> names) {
        this.names = names;
    }

    boolean allows(String name) {
        return names.contains(name.toLowerCase(Locale.ROOT));
    }

    Optional<String> nearest(String name) {
        return Nearest.of(name, names);
    }

    private static FunctionList load(String resource) {
        try (InputStream in = FunctionList.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new FunctionList(lines.lines()
                    .filter(line -> !line.startsWith("##"))
                    .flatMap(line -> Arrays.stream(line.trim().split("\\s+")))
                    .filter(name -> !name.isEmpty())
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
