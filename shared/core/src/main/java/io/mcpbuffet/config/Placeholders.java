package io.mcpbuffet.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in what stands in a dollar sign and braces: {@code env:NAME} or {@code file:PATH}. Two dollar signs stand for a plain one. */
final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");
    private static final int MAX_FILE = 64 << 10;

    private final Environment environment;
    private final Path directory;
    private final Problems problems;
    private final boolean literal;

    /** @param directory what relative paths start from */
    Placeholders(Environment environment, Path directory, Problems problems) {
        this(environment, directory, problems, false);
    }

    private Placeholders(Environment environment, Path directory, Problems problems, boolean literal) {
        this.literal = literal;
        this.environment = environment;
        this.directory = directory;
        this.problems = problems;
    }

    /** Fills nothing in: for texts that models get to see. */
    static Placeholders literal(Environment environment, Path directory, Problems problems) {
        return new Placeholders(environment, directory, problems, true);
    }

    /** @param secret something was filled in, so the text is not to be printed */
    record Filled(String text, boolean secret) {}

    /**
     * The text with its places filled; what is missing is added to the problems under the key's name.
     *
     * @param strict another word than env and file is a mistake, not somebody else's syntax
     */
    Filled fill(String key, Setting.Value value, boolean strict) {
        if (literal) {
            return new Filled(value.text(), false);
        }
        Matcher places = PLACE.matcher(value.text());
        StringBuilder text = new StringBuilder();
        boolean secret = false;
        while (places.find()) {
            String place = places.group(1);
            String filled = "${";
            if (place != null) {
                filled = place(key, value.line(), place, strict);
                secret |= place.startsWith("env:") || place.startsWith("file:");
            }
            places.appendReplacement(text, Matcher.quoteReplacement(filled));
        }
        return new Filled(places.appendTail(text).toString(), secret);
    }

    private String place(String key, int line, String place, boolean strict) {
        if (place.startsWith("env:")) {
            String name = place.substring(4).strip();
            return environment.variable(name).orElseGet(() -> {
                problems.add(line, "'" + key + "' needs the environment variable " + name + ", which is not set");
                return "";
            });
        }
        if (place.startsWith("file:")) {
            return file(key, line, place.substring(5).strip());
        }
        if (strict) {
            problems.add(line, "'" + key + "' has ${" + place + "}; known are ${env:NAME} and ${file:PATH}");
        }
        return "${" + place + "}";
    }

    private String file(String key, int line, String name) {
        try {
            Path path = Paths.resolve(name, directory, environment.home());
            if (Files.isRegularFile(path) && Files.size(path) > MAX_FILE) {
                problems.add(line, "'" + key + "' names the file " + name + ", which is over 64 KB");
                return "";
            }
            return Files.readString(path).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            problems.add(line, "'" + key + "' needs the file " + name + ", which cannot be read");
            return "";
        }
    }
}
