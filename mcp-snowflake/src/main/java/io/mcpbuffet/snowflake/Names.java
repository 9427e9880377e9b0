package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.stream.Collectors;

/** Names as they stand in Snowflake's SQL. */
final class Names {
    private Names() {}

    /** In quotes, so that case and every character are kept. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(List<String> parts) {
        return parts.stream().map(Names::quoted).collect(Collectors.joining("."));
    }

    static String quoted(TableRef table) {
        return quoted(table.namespace()) + "." + quoted(table.name());
    }

    static String quoted(Namespace namespace) {
        return quoted(namespace.levels());
    }

    static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** A LIKE pattern that fits this name alone, in any case. */
    static String exactly(String name) {
        return literal(name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_"));
    }
}
