package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanRecords;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Makes Parquet files with field ids of the rows that the host wrote as JSON. */
final class RecordTables {
    private static final long LEAST_OBJECT = 16L << 20;

    private RecordTables() {}

    /** What a field is called in the JSON and in the Parquet file: names in a table may differ in case only. */
    static String name(ScanField field) {
        return "f" + field.id();
    }

    static void create(Connection connection, List<ScanRecords> all) throws SQLException {
        for (ScanRecords records : all) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(copy(records));
                Files.delete(Path.of(records.json()));
            } catch (IOException e) {
                throw LakeException.unavailable("A temporary file is gone", e);
            }
        }
    }

    private static String copy(ScanRecords records) {
        String values = list(records, field -> value(field, name(field), 0) + " AS " + name(field));
        String columns = list(records, field -> name(field) + ": " + Sql.text(stored(field)));
        String ids = list(records, field -> name(field) + ": " + id(field));
        return "COPY (SELECT " + values + " FROM read_json(" + Sql.text(records.json())
                + ", format = 'newline_delimited', maximum_object_size = "
                + Math.max(LEAST_OBJECT, records.longest() + 1) + ", columns = {" + columns + "})) TO "
                + Sql.text(records.parquet()) + " (FORMAT parquet, FIELD_IDS {" + ids + "})";
    }

    private static String list(ScanRecords records, java.util.function.Function<ScanField, String> each) {
        return records.fields().stream().map(each).collect(Collectors.joining(", "));
    }

    /** The type in the JSON: binary is base64, a map is a list of its entries. */
    private static String stored(ScanField field) {
        return switch (field.kind()) {
            case "struct" ->
                field.children().stream()
                        .map(child -> name(child) + " " + stored(child))
                        .collect(Collectors.joining(", ", "STRUCT(", ")"));
            case "list" -> stored(field.children().get(0)) + "[]";
            case "map" ->
                "STRUCT(\"key\" " + stored(field.children().get(0)) + ", \"value\" "
                        + stored(field.children().get(1)) + ")[]";
            default -> isBinary(field) ? "VARCHAR" : field.type();
        };
    }

    private static boolean isBinary(ScanField field) {
        return field.type().equals("BLOB");
    }

    /** Whether the stored value is not yet the value. */
    private static boolean differs(ScanField field) {
        return isBinary(field)
                || field.kind().equals("map")
                || field.children().stream().anyMatch(RecordTables::differs);
    }

    private static String value(ScanField field, String stored, int depth) {
        if (!differs(field)) {
            return stored;
        }
        String each = "x" + depth;
        return switch (field.kind()) {
            case "struct" ->
                field.children().stream()
                        .map(child -> Sql.text(name(child)) + ": " + value(child, stored + "." + name(child), depth))
                        .collect(
                                Collectors.joining(", ", "CASE WHEN " + stored + " IS NULL THEN NULL ELSE {", "} END"));
            case "list" ->
                "list_transform(" + stored + ", lambda " + each + ": "
                        + value(field.children().get(0), each, depth + 1) + ")";
            case "map" ->
                "map_from_entries(list_transform(" + stored + ", lambda " + each + ": {'key': "
                        + value(field.children().get(0), each + ".\"key\"", depth + 1) + ", 'value': "
                        + value(field.children().get(1), each + ".\"value\"", depth + 1) + "}))";
            default -> "from_base64(" + stored + ")";
        };
    }

    private static String id(ScanField field) {
        return switch (field.kind()) {
            case "struct" ->
                field.children().stream()
                        .map(child -> ", " + name(child) + ": " + id(child))
                        .collect(Collectors.joining("", "{__duckdb_field_id: " + field.id(), "}"));
            case "list" ->
                "{__duckdb_field_id: " + field.id() + ", element: "
                        + id(field.children().get(0)) + "}";
            case "map" ->
                "{__duckdb_field_id: " + field.id() + ", key: "
                        + id(field.children().get(0)) + ", value: "
                        + id(field.children().get(1)) + "}";
            default -> Integer.toString(field.id());
        };
    }
}
