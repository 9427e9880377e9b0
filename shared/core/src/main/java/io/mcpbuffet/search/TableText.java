package io.mcpbuffet.search;

import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** The same with values that were met in its columns, by their names. */
    TableText with(Map<String, List<String>> values) {
        List<Column> known = columns.stream()
                .map(c -> new Column(c.name(), c.type(), c.notes(), values.getOrDefault(c.name(), List.of())))
                .toList();
        return new TableText(table, comment, known, notes, joins);
    }

    /** The values that were met in its columns, by their names. */
    Map<String, List<String>> values() {
        return columns.stream()
                .filter(c -> !c.values().isEmpty())
                .collect(Collectors.toMap(Column::name, Column::values, (one, other) -> one));
    }

    /**
     * A column.
     *
     * @param notes its comment and synonyms
     * @param values some that were met in it
     */
    public record Column(String name, String type, List<String> notes, List<String> values) {
        public Column {
            notes = List.copyOf(notes);
            values = List.copyOf(values);
        }

        /** A column of which no value is known. */
        public Column(String name, String type, List<String> notes) {
            this(name, type, notes, List.of());
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
