package io.mcpbuffet.search;

import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is searched of one table.
 *
 * @param notes properties, synonyms and whatever else is said about the table as a whole
 * @param joins to other tables; one to a table that is not in the index says nothing
 */
public record TableText(
        TableRef table, Optional<String> comment, List<Column> columns, List<String> notes, List<Join> joins) {
    public TableText {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
        joins = List.copyOf(joins);
    }

    /** As one line of words, for a model of meaning: the most telling parts first, since such models read only so far. */
    public String sentence() {
        List<String> path = new ArrayList<>(table.namespace().levels());
        path.add(table.name());
        String names = columns.stream().map(c -> words(c.name())).collect(Collectors.joining(", "));
        return path.stream().map(TableText::words).collect(Collectors.joining(" "))
                + comment.map(c -> ". " + c).orElse("") + ": " + names;
    }

    private static String words(String identifier) {
        return String.join(" ", Words.split(identifier));
    }

    /**
     * A column.
     *
     * @param notes its comment, synonyms and sample values
     */
    public record Column(String name, String type, List<String> notes) {
        public Column {
            notes = List.copyOf(notes);
        }
    }

    /** A way from a column of this table to one of another. */
    public record Join(String column, TableRef to, String toColumn, Origin origin) {}

    /** Who says that two tables join. */
    public enum Origin {
        DECLARED,
        SEMANTIC,
        INFERRED
    }
}
