package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.error.LakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Expressions that make the fields of a table of the columns of files with one physical schema, by field id. The columns are
 * called {@code t.c0}, {@code t.c1} and so on, whatever their names in the file.
 *
 * @param constants an expression for a field that the files lack, where metadata has its values
 */
record Projection(List<PhysicalColumn> columns, Function<ScanField, Optional<String>> constants) {

    static String aliases(int columns) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            names.add("c" + i);
        }
        return "t(" + String.join(", ", names) + ")";
    }

    String field(ScanField field) {
        if (field.kind().equals(SqlTypes.UNREADABLE)) {
            return Sql.cast("error(" + Sql.text(ScanViews.UNSUPPORTED + field.initialDefault()) + ")", field.type());
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).id() == field.id()) {
                String stored = Sql.cast(present(field, columns.get(i), column(i), 0), field.type());
                return RowMetadata.of(field.id()).isPresent()
                        ? "coalesce(" + stored + ", " + absent(field) + ")"
                        : stored;
            }
        }
        return absent(field);
    }

    /** A field at any depth of structs, for comparing with the keys of equality deletes. */
    String key(ScanField field) {
        return find(field.id(), columns, Projection::column)
                .map(found -> Sql.cast(present(field, found.column(), found.expression(), 0), field.type()))
                .orElseGet(() -> absent(field));
    }

    /** Whether a struct at any depth of structs is there. */
    String present(ScanField struct) {
        return find(struct.id(), columns, Projection::column)
                .map(found -> "(" + found.expression() + " IS NOT NULL)")
                .orElse("false");
    }

    private record Found(PhysicalColumn column, String expression) {}

    private static Optional<Found> find(int id, List<PhysicalColumn> columns, IntFunction<String> expressions) {
        for (int i = 0; i < columns.size(); i++) {
            PhysicalColumn column = columns.get(i);
            String expression = expressions.apply(i);
            if (column.id() == id) {
                return Optional.of(new Found(column, expression));
            }
            Optional<Found> inside = column.kind().equals("struct")
                    ? find(id, column.children(), child -> part(expression, child))
                    : Optional.empty();
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    private static String column(int index) {
        return "t.c" + index;
    }

    private String absent(ScanField field) {
        return Sql.cast(constants.apply(field).orElse(field.initialDefault()), field.type());
    }

    private String present(ScanField field, PhysicalColumn column, String expression, int depth) {
        if (!field.kind().equals(column.kind())) {
            throw LakeException.unsupported("The column " + field.name() + " is of type " + field.type()
                    + ", but a data file has it as a " + column.kind());
        }
        if (same(field, column)) {
            return expression;
        }
        return switch (field.kind()) {
            case "struct" -> struct(field, column, expression, depth);
            case "list" -> list(field, column, expression, depth);
            case "map" -> map(field, column, expression, depth);
            default -> scalar(field.type(), column.type(), expression);
        };
    }

    /** Whether the file has exactly this: a plain column reference keeps statistics and filters at the reader. */
    private static boolean same(ScanField field, PhysicalColumn column) {
        if (field.kind().equals("scalar")) {
            return field.type().equals(column.type());
        }
        if (field.children().size() != column.children().size()) {
            return false;
        }
        boolean struct = field.kind().equals("struct");
        for (int i = 0; i < field.children().size(); i++) {
            ScanField wanted = field.children().get(i);
            PhysicalColumn found = column.children().get(i);
            boolean sameName = wanted.id() == found.id() && wanted.name().equals(found.name());
            if ((struct && !sameName) || !wanted.kind().equals(found.kind()) || !same(wanted, found)) {
                return false;
            }
        }
        return true;
    }

    private String struct(ScanField field, PhysicalColumn column, String expression, int depth) {
        String parts = field.children().stream()
                .map(child -> Sql.text(child.name()) + ": " + child(child, column, expression, depth))
                .collect(Collectors.joining(", ", "{", "}"));
        return "CASE WHEN " + expression + " IS NULL THEN NULL ELSE " + parts + " END";
    }

    private String child(ScanField field, PhysicalColumn parent, String expression, int depth) {
        for (int i = 0; i < parent.children().size(); i++) {
            if (parent.children().get(i).id() == field.id()) {
                return present(field, parent.children().get(i), part(expression, i), depth);
            }
        }
        return absent(field);
    }

    private String list(ScanField field, PhysicalColumn column, String expression, int depth) {
        String each = "x" + depth;
        String element = present(field.children().get(0), column.children().get(0), each, depth + 1);
        return "list_transform(" + expression + ", lambda " + each + ": " + element + ")";
    }

    private String map(ScanField field, PhysicalColumn column, String expression, int depth) {
        if (column.children().size() != 2) {
            throw LakeException.unsupported("The map " + field.name() + " has no values in a data file");
        }
        String each = "x" + depth;
        String key = present(field.children().get(0), column.children().get(0), part(each, 0), depth + 1);
        String value = present(field.children().get(1), column.children().get(1), part(each, 1), depth + 1);
        return "map_from_entries(list_transform(map_entries(" + expression + "), lambda " + each + ": {'key': " + key
                + ", 'value': " + value + "}))";
    }

    /** By position, since names in a file may differ in case only. */
    private static String part(String struct, int index) {
        return "struct_extract_at(" + struct + ", " + (index + 1) + ")";
    }

    /** What a cast does not do as the format wants it, independent of the session's time zone. */
    private static String scalar(String wanted, String found, String expression) {
        boolean blob = found.equals("BLOB");
        return switch (wanted) {
            case "VARCHAR" -> blob ? "decode(" + expression + ")" : expression;
            case "BLOB" -> found.equals("VARCHAR") ? "encode(" + expression + ")" : expression;
            case "JSON" -> found.equals("VARIANT") ? "CAST(" + expression + " AS JSON)" : expression;
            case "UUID" -> blob ? "lower(hex(" + expression + "))" : expression;
            case SqlTypes.TIMESTAMP_TZ ->
                found.equals("TIMESTAMP_NS") || found.equals("TIMESTAMP")
                        ? "timezone('UTC', CAST(" + expression + " AS TIMESTAMP))"
                        : expression;
            case "TIMESTAMP" ->
                found.equals(SqlTypes.TIMESTAMP_TZ) ? "timezone('UTC', " + expression + ")" : expression;
            default -> expression;
        };
    }
}
