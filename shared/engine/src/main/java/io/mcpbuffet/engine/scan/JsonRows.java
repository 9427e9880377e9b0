package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of {@code ScanPlan.Format.JSON_ROWS}: their columns are those of the table, called by their field ids. */
final class JsonRows {
    /** The type of binary, which is written in hexadecimal. */
    static final String HEX = "HEX";
    /** Stands for columns where a file has none, for the reader takes at least one. Field ids begin at 1. */
    private static final PhysicalColumn NOTHING =
            new PhysicalColumn("0", PhysicalColumn.NO_ID, "BOOLEAN", "scalar", List.of());

    private JsonRows() {}

    /** @param constants ids of fields that the files do not have */
    static List<PhysicalColumn> columns(List<ScanField> fields, Set<Integer> constants) {
        List<PhysicalColumn> columns = new ArrayList<>();
        for (ScanField field : fields) {
            if (!constants.contains(field.id())) {
                columns.add(column(field));
            }
        }
        return columns.isEmpty() ? List.of(NOTHING) : List.copyOf(columns);
    }

    private static PhysicalColumn column(ScanField field) {
        return new PhysicalColumn(
                Integer.toString(field.id()),
                field.id(),
                field.kind().equals("scalar") ? (field.type().equals("BLOB") ? HEX : field.type()) : "",
                field.kind(),
                field.children().stream().map(JsonRows::column).toList());
    }

    /** As {@link FileGroup#source}. */
    static String source(List<String> paths, List<PhysicalColumn> columns) {
        String types = columns.stream()
                .map(column -> Sql.text(column.name()) + ": " + Sql.text(type(column)))
                .collect(Collectors.joining(", ", "{", "}"));
        return "read_json(" + Sql.texts(paths) + ", format = 'newline_delimited', compression = 'none', columns = "
                + types + ") AS " + Projection.aliases(columns.size());
    }

    private static String type(PhysicalColumn column) {
        List<String> children = column.children().stream().map(JsonRows::type).toList();
        return switch (column.kind()) {
            case "list" -> children.get(0) + "[]";
            case "map" -> "MAP(" + children.get(0) + ", " + children.get(1) + ")";
            case "struct" ->
                column.children().stream()
                        .map(child -> Sql.name(child.name()) + " " + type(child))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            default -> column.type().equals(HEX) ? "VARCHAR" : column.type();
        };
    }
}
