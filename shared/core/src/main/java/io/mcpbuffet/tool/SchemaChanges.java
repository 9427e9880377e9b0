package io.mcpbuffet.tool;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How two lists of columns differ: by field id within one table, by name between tables. Fields of structs are named with dots. */
final class SchemaChanges {
    private final Map<String, Named> left;
    private final Map<String, Named> right;

    /** A change of one column; {@code before} and {@code after} are names, types or comments, as the kind of change has it. */
    record SchemaChange(String change, String column, Optional<String> before, Optional<String> after) {
        String text() {
            return "  " + change + " " + Untrusted.line(column)
                    + before.map(b -> ": " + Untrusted.line(b)).orElse("")
                    + after.map(a -> (before.isPresent() ? " -> " : ": ") + Untrusted.line(a))
                            .orElse("")
                    + "\n";
        }
    }

    /** A field with its full name. */
    record Named(String name, Field field) {}

    /** Columns of both sides that are the same one. */
    record Pair(Field left, Field right) {}

    private SchemaChanges(Map<String, Named> left, Map<String, Named> right) {
        this.left = left;
        this.right = right;
    }

    static SchemaChanges of(List<Field> left, List<Field> right, boolean byId) {
        boolean ids = byId && left.stream().allMatch(f -> f.id().isPresent());
        return new SchemaChanges(keyed(left, ids), keyed(right, ids));
    }

    private static Map<String, Named> keyed(List<Field> fields, boolean ids) {
        Map<String, Named> out = new LinkedHashMap<>();
        collect("", fields, ids, out);
        return out;
    }

    private static void collect(String prefix, List<Field> fields, boolean ids, Map<String, Named> out) {
        for (Field field : fields) {
            String name = prefix + field.name();
            String key = ids && field.id().isPresent() ? "#" + field.id().getAsInt() : name.toLowerCase(Locale.ROOT);
            out.put(key, new Named(name, field));
            if (field.type() instanceof DataType.Struct struct) {
                collect(name + ".", struct.fields(), ids, out);
            }
        }
    }

    List<SchemaChange> list() {
        List<SchemaChange> changes = new ArrayList<>();
        left.forEach((key, was) -> {
            if (!right.containsKey(key)) {
                changes.add(change("removed", was, Optional.of(type(was)), Optional.empty()));
            }
        });
        right.forEach((key, is) -> {
            if (left.containsKey(key)) {
                compare(left.get(key), is, changes);
            } else {
                changes.add(change("added", is, Optional.empty(), Optional.of(type(is))));
            }
        });
        return changes;
    }

    private static void compare(Named was, Named is, List<SchemaChange> changes) {
        if (!was.name().equals(is.name())) {
            changes.add(change(
                    "renamed", is, Optional.of(Untrusted.show(was.name())), Optional.of(Untrusted.show(is.name()))));
        }
        boolean nested =
                was.field().type() instanceof DataType.Struct && is.field().type() instanceof DataType.Struct;
        if (!nested && !type(was).equals(type(is))) {
            changes.add(change("type", is, Optional.of(type(was)), Optional.of(type(is))));
        }
        if (was.field().required() != is.field().required()) {
            changes.add(change("nullability", is, Optional.of(nullable(was)), Optional.of(nullable(is))));
        }
        Optional<String> before = was.field().comment().map(Untrusted::comment);
        Optional<String> after = is.field().comment().map(Untrusted::comment);
        if (!before.equals(after)) {
            changes.add(change("comment", is, before, after));
        }
    }

    private static SchemaChange change(String kind, Named column, Optional<String> before, Optional<String> after) {
        return new SchemaChange(kind, Untrusted.show(column.name()), before, after);
    }

    private static String type(Named column) {
        return Untrusted.show(column.field().type().toString());
    }

    private static String nullable(Named column) {
        return column.field().required() ? "not null" : "nullable";
    }

    /** Top columns that both sides have, in the order of the right one. */
    List<Pair> common() {
        List<Pair> pairs = new ArrayList<>();
        right.forEach((key, is) -> {
            Named was = left.get(key);
            boolean top = is.name().equals(is.field().name());
            if (top && was != null && was.name().equals(was.field().name())) {
                pairs.add(new Pair(was.field(), is.field()));
            }
        });
        return pairs;
    }
}
