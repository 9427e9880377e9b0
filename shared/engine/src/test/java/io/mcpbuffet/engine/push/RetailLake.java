package io.mcpbuffet.engine.push;

import io.mcpbuffet.demo.Parquet;
import io.mcpbuffet.engine.worker.BareDuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The tables of a DuckDB file as Iceberg tables: of many rows in twenty files, of few in one. */
final class RetailLake {
    private static final Path CORPUS = Path.of("src", "test", "resources", "corpus");
    private static final Path TPCH =
            Path.of("..", "..", "bench", "src", "main", "resources", "io", "mcpbuffet", "bench", "tpch");
    private static final int FILES = 20;
    private static final int MANY = 1000;

    private RetailLake() {}

    /** Tables of a retailer. */
    static void retail(BareDuckDb bare) throws IOException, SQLException {
        script(bare, Files.readString(CORPUS.resolve("retail-tables.sql")));
    }

    /** Tables of TPC-H, under names of their own. */
    static void tpch(BareDuckDb bare) throws IOException, SQLException {
        script(
                bare,
                Files.readString(TPCH.resolve("tables.sql"))
                        .strip()
                        .replace("{suppliers}", "20")
                        .replace("{parts}", "100")
                        .replace("{customers}", "60")
                        .replace("{orders}", "500"));
    }

    private static void script(BareDuckDb bare, String script) throws SQLException {
        for (String sql : script.split(";\n", -1)) {
            bare.execute(sql);
        }
    }

    /** Statements by what they are about. */
    static Map<String, String> statements() throws IOException {
        Map<String, String> statements = new LinkedHashMap<>();
        for (String text : Files.readString(CORPUS.resolve("retail.sql")).split(";\n\n", -1)) {
            int line = text.indexOf('\n');
            statements.put(text.substring(3, line), text.substring(line + 1).strip());
        }
        return statements;
    }

    /** The 22 queries of TPC-H by their numbers. */
    static Map<String, String> queries() throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(TPCH)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.matches("q\\d\\d\\.sql")) {
                    queries.put(name, Files.readString(file).strip());
                }
            }
        }
        return queries;
    }

    static void copy(Path database, Lake lake) throws IOException, SQLException {
        Map<String, List<Types.NestedField>> columns = new LinkedHashMap<>();
        Map<String, Long> rows = new LinkedHashMap<>();
        try (BareDuckDb bare = BareDuckDb.open(database)) {
            for (List<Object> row : bare.query("SELECT table_name, column_name, data_type FROM duckdb_columns()"
                            + " WHERE NOT internal ORDER BY table_name, column_index")
                    .rows()) {
                List<Types.NestedField> fields =
                        columns.computeIfAbsent(row.get(0).toString(), name -> new ArrayList<>());
                fields.add(Types.NestedField.optional(
                        fields.size() + 1,
                        row.get(1).toString(),
                        type(row.get(2).toString())));
            }
            for (String name : columns.keySet()) {
                rows.put(
                        name,
                        Long.parseLong(bare.query("SELECT count(*) FROM " + name)
                                .rows()
                                .get(0)
                                .get(0)
                                .toString()));
            }
        }
        try (Parquet parquet = Parquet.open(database.toString())) {
            columns.forEach((name, fields) -> copy(parquet, lake, name, new Schema(fields), rows.get(name)));
        }
    }

    private static void copy(Parquet parquet, Lake lake, String name, Schema schema, long rows) {
        Table table = lake.create(name, schema, PartitionSpec.unpartitioned());
        long each = rows < MANY ? rows : (rows + FILES - 1) / FILES;
        AppendFiles append = table.newAppend();
        for (long from = 0; from < rows; from += each) {
            String sql = "SELECT * FROM " + name + " WHERE rowid >= " + from + " AND rowid < " + (from + each)
                    + " ORDER BY rowid";
            append.appendFile(parquet.data(table, table.schema(), name + "-" + from, null, sql));
        }
        append.commit();
    }

    private static Type type(String type) {
        if (type.startsWith("DECIMAL(")) {
            String[] sizes = type.substring(8, type.length() - 1).split(",", -1);
            return Types.DecimalType.of(Integer.parseInt(sizes[0].strip()), Integer.parseInt(sizes[1].strip()));
        }
        return switch (type) {
            case "INTEGER" -> Types.IntegerType.get();
            case "BIGINT" -> Types.LongType.get();
            case "DATE" -> Types.DateType.get();
            case "TIMESTAMP" -> Types.TimestampType.withoutZone();
            case "VARCHAR" -> Types.StringType.get();
            default -> throw new IllegalArgumentException(type);
        };
    }
}
