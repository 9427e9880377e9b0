package io.mcpbuffet.engine.scan;

import java.util.Collection;
import java.util.stream.Collectors;

/** Quoting of names and texts. */
final class Sql {
    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    static String texts(Collection<String> texts) {
        return texts.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
    }

    static String cast(String expression, String type) {
        return "CAST(" + expression + " AS " + type + ")";
    }
}
