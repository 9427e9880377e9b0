package io.mcpbuffet.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Local paths as people write them: relative to a configuration file, or below {@code ~}. */
final class Paths {
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private Paths() {}

    static Path resolve(String text, Path directory, Path home) {
        if (text.equals("~") || text.startsWith("~/")) {
            return home.resolve(text.substring(Math.min(2, text.length()))).normalize();
        }
        return directory.resolve(text).normalize();
    }

    /** The absolute path, or the text itself when it is a URI or no path at all. */
    static String absolute(String text, Environment environment, Path directory) {
        if (text.isBlank() || URI.matcher(text).matches()) {
            return text;
        }
        try {
            return resolve(text, directory.toAbsolutePath(), environment.home()).toString();
        } catch (InvalidPathException e) {
            return text;
        }
    }
}
