package io.mcpbuffet.search;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.TableText.Column;
import io.mcpbuffet.search.TableText.Join;
import io.mcpbuffet.search.TableText.Origin;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.ForeignKeys;
import io.mcpbuffet.spi.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Takes the text of tables from their catalogs, cut to a size at which it still tells them apart. */
final class Reading {
    private static final int LONGEST = 500;
    private static final int MOST_COLUMNS = 2000;
    private static final int MOST_PROPERTIES = 20;
    /** Settings of a format, which say nothing about what is in a table. */
    private static final Pattern TECHNICAL = Pattern.compile(
            "(write|read|commit|history|schema|format|engine|gc|compatibility|encryption|owner|created|provider|current|uuid|snapshot)"
                    + "([.-].*|$)");

    private static final Pattern TELLING = Pattern.compile(".*\\p{L}{3}.*", Pattern.DOTALL);

    private Reading() {}

    static TableText name(TableEntry entry) {
        return new TableText(entry.table(), entry.comment().map(Reading::cut), List.of(), List.of(), List.of());
    }

    static TableText whole(Catalog catalog, TableRef table) {
        TableInfo info = catalog.table(table, AsOf.LATEST);
        List<Column> columns = new ArrayList<>();
        info.columns().stream().limit(MOST_COLUMNS).forEach(f -> add(columns, "", f));
        List<String> notes = new ArrayList<>();
        info.properties().entrySet().stream()
                .filter(Reading::tells)
                .limit(MOST_PROPERTIES)
                .forEach(p -> notes.add(cut(p.getKey() + " " + p.getValue())));
        List<Join> joins = new ArrayList<>();
        if (catalog instanceof ForeignKeys keys) {
            keys.foreignKeys(info.table()).forEach(key -> add(joins, key));
        }
        return new TableText(table, info.comment().map(Reading::cut), columns, notes, joins);
    }

    /** The fields of a struct follow as columns with the names of their path. */
    private static void add(List<Column> columns, String path, Field field) {
        if (columns.size() >= MOST_COLUMNS) {
            return;
        }
        String name = path + field.name();
        List<String> notes = field.comment().map(Reading::cut).stream().toList();
        if (field.type() instanceof DataType.Struct struct) {
            columns.add(new Column(name, "struct", notes));
            struct.fields().forEach(inner -> add(columns, name + ".", inner));
        } else {
            columns.add(new Column(name, cut(field.type().toString()), notes));
        }
    }

    private static void add(List<Join> joins, ForeignKeys.ForeignKey key) {
        for (int i = 0; i < key.columns().size(); i++) {
            joins.add(new Join(
                    key.columns().get(i), key.table(), key.otherColumns().get(i), Origin.DECLARED));
        }
    }

    private static boolean tells(Map.Entry<String, String> property) {
        return !TECHNICAL.matcher(property.getKey()).matches()
                && TELLING.matcher(property.getValue()).matches();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    static Duration believed(Catalog catalog) {
        return catalog instanceof Versions versions ? versions.believed() : Duration.ZERO;
    }

    static Optional<String> version(Catalog catalog, TableRef table) {
        return catalog instanceof Versions versions ? versions.version(table) : Optional.empty();
    }
}
