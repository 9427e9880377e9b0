package io.mcpbuffet.demo;

import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileMetadata;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Writes Parquet files of Iceberg tables with DuckDB, with field ids and exact metrics. For one thread. */
public final class Parquet implements AutoCloseable {
    private static final String POSITION_IDS = "{file_path: 2147483546, pos: 2147483545}";

    private final Connection connection;

    private Parquet(Connection connection) {
        this.connection = connection;
    }

    public static Parquet open() {
        return open("");
    }

    /** With the tables of a DuckDB file at hand; with none where the path is empty. */
    public static Parquet open(String database) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
            Parquet parquet = new Parquet(connection);
            parquet.execute("SET TimeZone = 'UTC'");
            return parquet;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** A data file of the rows of a query, whose columns are those of the table, in order. */
    public DataFile data(Table table, Schema schema, String name, StructLike partition, String sql) {
        Path path = path(table, name);
        copy(sql, path, fieldIds(schema.columns()));
        DataFiles.Builder builder = DataFiles.builder(table.spec())
                .withPath(path.toString())
                .withFormat("parquet")
                .withFileSizeInBytes(size(path))
                .withMetrics(metrics(path, schema));
        return (partition == null ? builder : builder.withPartition(partition)).build();
    }

    /** A file that deletes the positions a query gives for a data file. */
    public DeleteFile positions(Table table, String name, DataFile deleted, String sql) {
        Path path = path(table, name);
        copy(
                "SELECT '" + deleted.location() + "' AS file_path, pos::BIGINT AS pos FROM (" + sql + ") ORDER BY pos",
                path,
                POSITION_IDS);
        FileMetadata.Builder builder = FileMetadata.deleteFileBuilder(
                        table.specs().get(deleted.specId()))
                .ofPositionDeletes()
                .withPath(path.toString())
                .withFormat("parquet")
                .withFileSizeInBytes(size(path))
                .withRecordCount(count(path));
        return (table.spec().isUnpartitioned() ? builder : builder.withPartition(deleted.partition())).build();
    }

    /** A file that deletes rows with the values a query gives for one column. */
    public DeleteFile equal(Table table, String name, String column, String sql) {
        return equal(table, name, column, null, sql);
    }

    /** A file that deletes rows with such values from one partition. */
    public DeleteFile equal(Table table, String name, String column, StructLike partition, String sql) {
        Types.NestedField field = table.schema().findField(column);
        Path path = path(table, name);
        copy(sql, path, fieldIds(List.of(field)));
        FileMetadata.Builder builder = FileMetadata.deleteFileBuilder(table.spec())
                .ofEqualityDeletes(field.fieldId())
                .withPath(path.toString())
                .withFormat("parquet")
                .withFileSizeInBytes(size(path))
                .withRecordCount(count(path));
        return (partition == null ? builder : builder.withPartition(partition)).build();
    }

    /** The positions of the rows of a data file for which a condition holds. */
    public List<Long> positionsWhere(DataFile file, String condition) {
        List<Long> out = new ArrayList<>();
        query(
                "SELECT file_row_number FROM read_parquet('" + file.location() + "') WHERE " + condition
                        + " ORDER BY 1",
                rows -> out.add(rows.getLong(1)));
        return out;
    }

    private void copy(String sql, Path path, String fieldIds) {
        execute("COPY (" + sql + ") TO '" + path + "' (FORMAT parquet, COMPRESSION zstd, FIELD_IDS " + fieldIds + ")");
    }

    private static Path path(Table table, String name) {
        Path path = Path.of(table.location(), "data", name + ".parquet");
        try {
            Files.createDirectories(path.getParent());
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String fieldIds(List<Types.NestedField> fields) {
        return fields.stream()
                .map(field -> '"' + field.name() + "\": " + ids(field))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String ids(Types.NestedField field) {
        if (field.type().isPrimitiveType()) {
            return Integer.toString(field.fieldId());
        }
        String children = fieldIds(field.type().asNestedType().fields());
        return "{__duckdb_field_id: " + field.fieldId() + ", " + children.substring(1);
    }

    private Metrics metrics(Path path, Schema schema) {
        Map<Integer, Long> values = new HashMap<>();
        Map<Integer, Long> nulls = new HashMap<>();
        Map<Integer, ByteBuffer> lower = new HashMap<>();
        Map<Integer, ByteBuffer> upper = new HashMap<>();
        for (Types.NestedField field : schema.columns()) {
            if (field.type().isPrimitiveType()) {
                String column = text(field);
                query(
                        "SELECT count(*), count(*) - count(c), min(c), max(c) FROM (SELECT " + column
                                + " AS c FROM read_parquet('" + path + "'))",
                        row -> {
                            values.put(field.fieldId(), row.getLong(1));
                            nulls.put(field.fieldId(), row.getLong(2));
                            bound(lower, field, row.getString(3));
                            bound(upper, field, row.getString(4));
                        });
            }
        }
        return new Metrics(count(path), null, values, nulls, Map.of(), lower, upper);
    }

    /** Text that keeps the order of its type and that Iceberg reads back, or the column itself. */
    private static String text(Types.NestedField field) {
        String column = '"' + field.name() + '"';
        return field.type().typeId() == Type.TypeID.TIMESTAMP
                ? "strftime(" + column + ", '%Y-%m-%dT%H:%M:%S.%f')"
                        + (((Types.TimestampType) field.type()).shouldAdjustToUTC() ? " || '+00:00'" : "")
                : column;
    }

    private static void bound(Map<Integer, ByteBuffer> bounds, Types.NestedField field, String text) {
        if (text != null) {
            Object value = Literal.of(text).to(field.type()) != null
                    ? Literal.of(text).to(field.type()).value()
                    : number(field.type(), text);
            bounds.put(field.fieldId(), Conversions.toByteBuffer(field.type(), value));
        }
    }

    private static Object number(Type type, String text) {
        return switch (type.typeId()) {
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            default -> throw new IllegalArgumentException("No bounds for " + type);
        };
    }

    private long count(Path path) {
        long[] count = new long[1];
        query("SELECT count(*) FROM read_parquet('" + path + "')", row -> count[0] = row.getLong(1));
        return count[0];
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, RowReader reader) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static LakeException failed(SQLException e) {
        return LakeException.unavailable("DuckDB could not write a file: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
