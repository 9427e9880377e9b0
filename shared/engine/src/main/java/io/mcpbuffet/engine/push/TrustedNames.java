package io.mcpbuffet.engine.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.model.ColumnRef;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which column a name in a filter above a scan means. Plans show there what the statement last called a column, so a name is
 * trusted only where the statement gives it to nothing else: it is no alias, text, function or field anywhere in it.
 */
final class TrustedNames {
    private static final Set<String> NAMINGS = Set.of("alias", "key", "relation_name");

    private final Set<String> given = new HashSet<>();
    private boolean plain = true;

    private TrustedNames() {}

    static TrustedNames of(JsonNode statement) {
        TrustedNames names = new TrustedNames();
        names.visit("", statement);
        return names;
    }

    private void visit(String key, JsonNode node) {
        if (node.isTextual()) {
            text(key, node.asText());
        } else if (key.equals("column_names")) {
            node.forEach(name -> plain &= StubTable.plain(name.asText()));
        } else if (node.isArray()) {
            node.forEach(item -> visit(key, item));
        } else {
            plain &= !node.path("class").asText("").equals("STAR") || isPlainStar(node);
            node.properties().forEach(field -> visit(field.getKey(), field.getValue()));
        }
    }

    private void text(String key, String text) {
        given.add(text.toLowerCase(Locale.ROOT));
        boolean naming = NAMINGS.contains(key) || key.endsWith("_alias");
        plain &= !naming || text.isEmpty() || StubTable.plain(text);
    }

    /** Without RENAME, REPLACE and COLUMNS, which make names. */
    private static boolean isPlainStar(JsonNode star) {
        return star.path("replace_list").isEmpty()
                && star.path("rename_list").isEmpty()
                && !star.path("expr").isObject()
                && !star.path("columns").asBoolean(false);
    }

    Optional<ColumnRef> column(Term.Name name, StubTable table) {
        Optional<ColumnRef> ours = table.column(name);
        if (ours.isPresent()) {
            return ours;
        }
        boolean trusted = plain
                && !given.contains(name.column().toLowerCase(Locale.ROOT))
                && table.plainNames()
                && !table.hasBelow(name.column());
        return trusted ? table.named(name) : Optional.empty();
    }
}
