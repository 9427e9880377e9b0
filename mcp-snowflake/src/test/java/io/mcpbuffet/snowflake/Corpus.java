package io.mcpbuffet.snowflake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A statement of the corpus. */
record Corpus(String id, String why, String sql) {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");
    private static final Pattern REPEAT = Pattern.compile("\\{\\{REPEAT:(.*?):(\\d+)}}", Pattern.DOTALL);

    static Stream<Corpus> of(String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("src", "test", "resources", "corpus", name));
            return lines.stream().skip(1).map(line -> line.split("\t", 4)).map(p -> new Corpus(p[1], p[2], text(p[3])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String field) {
        String plain = ESCAPE.matcher(field).replaceAll(m -> Matcher.quoteReplacement(unescaped(m.group(1))));
        return REPEAT.matcher(plain)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    }

    private static String unescaped(String escape) {
        return switch (escape.charAt(0)) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            default -> escape;
        };
    }

    @Override
    public String toString() {
        return id + " " + why;
    }
}
