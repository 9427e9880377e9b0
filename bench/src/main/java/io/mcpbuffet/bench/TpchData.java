package io.mcpbuffet.bench;

import io.mcpbuffet.demo.DeletionVectors;
import io.mcpbuffet.demo.Parquet;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Tables like those of TPC-H, as Iceberg and as the bare files of that. The line items and orders are by month; the same line items
 * are there three more times, with one in a hundred orders deleted by positions, by deletion vectors and by equality, and once as bare
 * files that never held these. Made once and kept.
 */
record TpchData(Path directory) {
    static final List<String> DELETES = List.of("positions", "vectors", "equality");
    private static final String DELETED = "hash(l_orderkey * 47) % 100 = 0";
    private static final Namespace PLAIN = Namespace.of("plain");
    private static final int EPOCH_YEAR = 1970;
    private static final Map<String, String> MONTHS = Map.of("lineitem", "l_shipdate", "orders", "o_orderdate");
    private static final int FIRST_YEAR = 1992;
    private static final int LAST_YEAR = 1998;
    private static final List<String> TABLES =
            List.of("region", "nation", "supplier", "part", "partsupp", "customer", "orders", "lineitem");

    /** Makes the data unless it is there. */
    static TpchData at(Path directory, double scale) throws IOException, SQLException {
        TpchData data = new TpchData(directory.toAbsolutePath().normalize());
        Path ready = data.directory.resolve("ready");
        if (!Files.exists(ready)) {
            Files.createDirectories(data.directory);
            Path database = data.directory.resolve("tpch.duckdb");
            generate(database, scale);
            try (Parquet parquet = Parquet.open(database.toString())) {
                data.make(parquet);
            }
            Files.delete(database);
            Files.writeString(ready, "");
        }
        return data;
    }

    static String resource(String name) {
        try (var in = TpchData.class.getResourceAsStream("tpch/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The 22 queries, by number. */
    static Map<Integer, String> queries() {
        Map<Integer, String> queries = new LinkedHashMap<>();
        for (int i = 1; i <= 22; i++) {
            queries.put(i, resource(String.format("q%02d.sql", i)));
        }
        return queries;
    }

    /** Creates the tables, which have 6 million line items at a scale of 1. */
    static void generate(Path database, double scale) throws SQLException {
        String script = resource("tables.sql")
                .replace("{suppliers}", number(10_000 * scale))
                .replace("{parts}", number(200_000 * scale))
                .replace("{customers}", number(150_000 * scale))
                .replace("{orders}", number(1_500_000 * scale));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n", -1)) {
                statement.execute(sql);
            }
        }
    }

    private static String number(double value) {
        return Long.toString((long) value);
    }

    private void make(Parquet parquet) throws IOException, SQLException {
        LocalCatalog catalog = LocalCatalog.writing(directory);
        for (String name : TABLES) {
            Table table = create(catalog, TableIdentifier.of(PLAIN, name), "2");
            List<DataFile> files = files(parquet, table, name, "true");
            append(table, files);
            if (name.equals("lineitem")) {
                deletes(catalog, parquet, files);
                files(
                        parquet,
                        create(catalog, TableIdentifier.of(Namespace.of("never"), name), "2"),
                        name,
                        "NOT " + DELETED);
            }
        }
    }

    private static void append(Table table, List<DataFile> files) {
        AppendFiles append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
    }

    private static void deletes(LocalCatalog catalog, Parquet parquet, List<DataFile> files) {
        for (String kind : DELETES) {
            Table table = create(
                    catalog, TableIdentifier.of(Namespace.of(kind), "lineitem"), kind.equals("vectors") ? "3" : "2");
            append(table, files);
            RowDelta delta = table.newRowDelta();
            switch (kind) {
                case "positions" ->
                    files.forEach(file -> delta.addDeletes(parquet.positions(
                            table,
                            "delete-" + Path.of(file.location()).getFileName(),
                            file,
                            "SELECT file_row_number AS pos FROM read_parquet('" + file.location() + "') WHERE "
                                    + DELETED)));
                case "vectors" ->
                    DeletionVectors.of(table, files, file -> parquet.positionsWhere(file, DELETED))
                            .forEach(delta::addDeletes);
                default -> equality(parquet, table, files, delta);
            }
            delta.commit();
        }
    }

    /** A file of keys for each partition. */
    private static void equality(Parquet parquet, Table table, List<DataFile> files, RowDelta delta) {
        Map<String, List<DataFile>> partitions = new LinkedHashMap<>();
        files.forEach(file -> partitions
                .computeIfAbsent(file.partition().toString(), key -> new ArrayList<>())
                .add(file));
        partitions.forEach((key, members) -> delta.addDeletes(parquet.equal(
                table,
                "delete-" + Path.of(members.get(0).location()).getFileName(),
                "l_orderkey",
                members.get(0).partition(),
                "SELECT DISTINCT l_orderkey FROM read_parquet(["
                        + String.join(
                                ", ",
                                members.stream()
                                        .map(file -> "'" + file.location() + "'")
                                        .toList())
                        + "]) WHERE " + DELETED)));
    }

    private static Table create(LocalCatalog catalog, TableIdentifier id, String version) {
        Schema schema = schema(id.name());
        String month = MONTHS.get(id.name());
        PartitionSpec spec = month == null
                ? PartitionSpec.unpartitioned()
                : PartitionSpec.builderFor(schema).month(month).build();
        return catalog.createTable(id, schema, spec, Map.of("format-version", version));
    }

    /** Two files a month, or a few of a table without months. */
    private static List<DataFile> files(Parquet parquet, Table table, String name, String condition) {
        List<DataFile> files = new ArrayList<>();
        String month = MONTHS.get(name);
        String key = table.schema().columns().get(0).name();
        if (month == null) {
            files.add(parquet.data(table, table.schema(), name, null, "SELECT * FROM " + name + " WHERE " + condition));
            return files;
        }
        LocalDate end = LocalDate.of(LAST_YEAR + 1, 1, 1);
        for (LocalDate start = LocalDate.of(FIRST_YEAR, 1, 1); start.isBefore(end); start = start.plusMonths(1)) {
            PartitionData partition = new PartitionData(table.spec().partitionType());
            partition.set(0, (start.getYear() - EPOCH_YEAR) * 12 + start.getMonthValue() - 1);
            for (int half = 0; half < 2; half++) {
                DataFile file = parquet.data(
                        table,
                        table.schema(),
                        name + "-" + start + "-" + half,
                        partition,
                        "SELECT * FROM " + name + " WHERE " + month + " >= DATE '" + start + "' AND " + month
                                + " < DATE '" + start.plusMonths(1) + "' AND " + key + " % 2 = " + half + " AND "
                                + condition);
                if (file.recordCount() > 0) {
                    files.add(file);
                } else {
                    delete(file);
                }
            }
        }
        return files;
    }

    private static void delete(DataFile file) {
        try {
            Files.delete(Path.of(file.location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bare files of a table. */
    List<Path> bare(String namespace, String table) throws IOException {
        try (Stream<Path> files =
                Files.list(directory.resolve(namespace).resolve(table).resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    static Schema schema(String table) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (String column : resource("schema.txt").split("\n", -1)) {
            String[] parts = column.split(" ", 2);
            if (parts[0].startsWith(prefix(table))) {
                fields.add(Types.NestedField.optional(fields.size() + 1, parts[0], type(parts[1])));
            }
        }
        return new Schema(fields);
    }

    private static String prefix(String table) {
        return table.equals("partsupp") ? "ps_" : table.charAt(0) + "_";
    }

    private static Type type(String text) {
        return switch (text) {
            case "long" -> Types.LongType.get();
            case "int" -> Types.IntegerType.get();
            case "date" -> Types.DateType.get();
            case "decimal" -> Types.DecimalType.of(15, 2);
            default -> Types.StringType.get();
        };
    }
}
