package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What files of other writers hold, and what happens to rows, one thing at a time and beside Iceberg's own reader. */
class FormatTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.optional(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()),
            Types.NestedField.optional(3, "price", Types.DecimalType.of(12, 2)),
            Types.NestedField.optional(
                    4, "place", Types.StructType.of(Types.NestedField.optional(5, "city", Types.StringType.get()))));

    @TempDir
    private Path warehouse;

    private LocalFileIO io;

    @BeforeEach
    void open() {
        io = LocalFileIO.reading(List.of(warehouse), warehouse);
    }

    private Table table(Schema schema, int version) {
        return TableWriter.create(warehouse, schema, PartitionSpec.unpartitioned(), version);
    }

    private List<String> rows(Table table) throws SQLException {
        List<String> rows =
                Readers.engine(table, io::path, table.currentSnapshot().snapshotId());
        assertThat(rows).isEqualTo(Readers.oracle(table, table.currentSnapshot().snapshotId()));
        return rows;
    }

    private static void add(Table table, Path file, long records) throws IOException {
        table.newAppend().appendFile(described(table, file, records).build()).commit();
    }

    private static DataFiles.Builder described(Table table, Path file, long records) throws IOException {
        return DataFiles.builder(table.spec())
                .withPath(file.toString())
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(Files.size(file))
                .withRecordCount(records);
    }

    private Path copied(String select) throws SQLException, IOException {
        return copied(select, "");
    }

    private Path copied(String select, String options) throws SQLException, IOException {
        Path file = Files.createTempFile(warehouse, "foreign", ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet" + options + ")");
        }
        return file;
    }

    @Test
    void countsColumnsWhereAFileHasNeitherIdsNorAMapping() throws Exception {
        Table table = table(SCHEMA, 2);
        add(table, copied("SELECT 1::BIGINT AS x, 'one' AS y, 1.25::DECIMAL(12, 2) AS z"), 1);
        add(table, copied("SELECT 2::BIGINT AS id, 'two' AS name"), 1);
        add(
                table,
                copied("SELECT 3::BIGINT AS id, 'three' AS name, 3::DECIMAL(12, 2) AS p, {'city': 'Ulm'} AS place"),
                1);
        assertThat(rows(table)).hasSize(3).first().asString().startsWith("1 | one | 1.25");
    }

    @Test
    void takesNamesOfTheMappingWhereAFileHasNoIds() throws Exception {
        Table table = table(SCHEMA, 2);
        table.updateProperties()
                .set(
                        TableProperties.DEFAULT_NAME_MAPPING,
                        "[{\"field-id\":1,\"names\":[\"key\",\"id\"]},{\"field-id\":2,\"names\":[\"name\"]},"
                                + "{\"field-id\":4,\"names\":[\"where\"],\"fields\":[{\"field-id\":5,\"names\":[\"town\"]}]}]")
                .commit();
        add(
                table,
                copied("SELECT 'a' AS name, 1::BIGINT AS key, {'x': 1, 'town': 'Bern'} AS \"where\", 9 AS other"),
                1);
        assertThat(rows(table)).containsExactly("1 | a | null | {city=Bern}");
    }

    @Test
    void takesNamesOfTheMappingInsideOfListsAndMaps() throws Exception {
        Types.StructType stop = Types.StructType.of(
                Types.NestedField.optional(5, "city", Types.StringType.get()),
                Types.NestedField.optional(6, "nights", Types.IntegerType.get()));
        Types.StructType mark = Types.StructType.of(Types.NestedField.optional(10, "points", Types.IntegerType.get()));
        Table table = table(
                new Schema(
                        Types.NestedField.optional(1, "id", Types.LongType.get()),
                        Types.NestedField.optional(2, "stops", Types.ListType.ofOptional(3, stop)),
                        Types.NestedField.optional(
                                7, "marks", Types.MapType.ofOptional(8, 9, Types.StringType.get(), mark))),
                2);
        String mapping = NameMappingParser.toJson(MappingUtil.create(table.schema()))
                .replace("\"stops\"", "\"way\"")
                .replace("\"city\"", "\"place\",\"town\"")
                .replace("\"points\"", "\"score\"");
        table.updateProperties()
                .set(TableProperties.DEFAULT_NAME_MAPPING, mapping)
                .commit();
        add(
                table,
                copied("SELECT 1::BIGINT AS id, [{'nights': 2, 'town': 'Bern'}, NULL] AS way,"
                        + " MAP {'a': {'other': 1, 'score': 5}} AS marks"),
                1);
        assertThat(rows(table))
                .singleElement()
                .asString()
                .contains("Bern")
                .contains("2")
                .contains("5");
    }

    @Test
    void takesValuesOfPartitionsThatFilesLackFromMetadata() throws Exception {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "region", Types.StringType.get()),
                Types.NestedField.optional(3, "day", Types.DateType.get()));
        Table table = TableWriter.create(
                warehouse,
                schema,
                PartitionSpec.builderFor(schema)
                        .identity("region")
                        .identity("day")
                        .build(),
                2);
        for (String partition :
                List.of("region=eu/day=2024-02-29", "region=__HIVE_DEFAULT_PARTITION__/day=1969-12-31")) {
            Path file = copied("SELECT unnest([1, 2])::BIGINT AS id", ", FIELD_IDS {id: 1}");
            table.newAppend()
                    .appendFile(described(table, file, 2)
                            .withPartitionPath(partition)
                            .build())
                    .commit();
        }
        assertThat(rows(table))
                .contains("1 | eu | 2024-02-29", "2 | eu | 2024-02-29")
                .hasSize(4);
    }

    @Test
    void readsTextsThatAFileCallsBinary() throws Exception {
        Table table = table(
                new Schema(
                        Types.NestedField.optional(1, "name", Types.StringType.get()),
                        Types.NestedField.optional(2, "id", Types.IntegerType.get())),
                2);
        MessageType type =
                MessageTypeParser.parseMessageType("message m { optional binary name = 1; optional int32 id = 2; }");
        Path file = warehouse.resolve("binary.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(type)
                .withConf(new Configuration())
                .build()) {
            SimpleGroupFactory rows = new SimpleGroupFactory(type);
            writer.write(rows.newGroup().append("name", "Öl 日本").append("id", 1));
            writer.write(rows.newGroup().append("id", 2));
        }
        add(table, file, 2);
        assertThat(rows(table)).containsExactly("null | 2", "Öl 日本 | 1");
    }

    private record Default(Type type, Literal<?> value) {
        static Default of(Type type, String text) {
            return new Default(type, Literal.of(text).to(type));
        }
    }

    private static final List<Default> DEFAULTS = List.of(
            new Default(Types.BooleanType.get(), Literal.of(true)),
            new Default(Types.IntegerType.get(), Literal.of(-7)),
            new Default(Types.LongType.get(), Literal.of(1L << 60)),
            new Default(Types.FloatType.get(), Literal.of(0.1f)),
            new Default(Types.DoubleType.get(), Literal.of(-1e300)),
            new Default(Types.StringType.get(), Literal.of("it's \"q\" 日本")),
            new Default(Types.FixedType.ofLength(3), Literal.of(new byte[] {0, -1, 97})),
            new Default(Types.BinaryType.get(), Literal.of(ByteBuffer.wrap(new byte[] {0, -1, 97}))),
            new Default(
                    Types.DecimalType.of(38, 10),
                    Literal.of(new BigDecimal("9999999999999999999999999999.9999999999"))),
            Default.of(Types.UUIDType.get(), "f79c3e09-677c-4bbd-a479-3f349cb785e7"),
            Default.of(Types.DateType.get(), "1582-10-04"),
            Default.of(Types.TimeType.get(), "23:59:59.999999"),
            Default.of(Types.TimestampType.withoutZone(), "2026-03-29T02:30:00.000001"),
            Default.of(Types.TimestampType.withZone(), "1883-11-18T12:03:58+00:00"),
            Default.of(Types.TimestampNanoType.withoutZone(), "2026-03-29T02:30:00.123456789"),
            Default.of(Types.TimestampNanoType.withZone(), "2026-03-29T02:30:00.123456789+00:00"));

    @Test
    void givesRowsOfBeforeTheInitialDefaultsOfEveryType() throws Exception {
        Table table = table(SCHEMA, 3);
        append(table, new TableWriter(table), FileFormat.PARQUET, row(1L, "a", null, null));
        append(
                table,
                new TableWriter(table, "later"),
                FileFormat.PARQUET,
                row(
                        2L,
                        "b",
                        null,
                        LakeEngine.record(
                                new Schema(
                                        SCHEMA.findType("place").asStructType().fields()),
                                "Ulm")));
        UpdateSchema update = table.updateSchema();
        for (Default each : DEFAULTS) {
            String name = "d" + DEFAULTS.indexOf(each);
            update.addRequiredColumn(null, name, each.type(), null, each.value());
            update.addColumn("place", name, each.type(), null, each.value());
        }
        update.commit();
        table.newAppend()
                .appendFile(new TableWriter(table, "new")
                        .data(FileFormat.PARQUET, new RandomValues(new Random(1)).rows(table.schema(), 1))
                        .get(0))
                .commit();
        assertThat(rows(table))
                .filteredOn(row -> row.startsWith("1 | a |") || row.startsWith("2 | b |"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).contains("it's", "1582-10-04", "02:30:00.123456789"));
    }

    @Test
    void saysByNameThatAFileIsEncrypted() throws Exception {
        Table table = table(SCHEMA, 2);
        Path file = copied("SELECT 1::BIGINT AS x");
        table.newAppend()
                .appendFile(described(table, file, 1)
                        .withEncryptionKeyMetadata(ByteBuffer.wrap(new byte[] {1}))
                        .build())
                .commit();
        LakeException failure = catchThrowableOfType(LakeException.class, () -> rows(table));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining(file.toString()).hasMessageContaining("encrypted");
    }

    @Test
    void readsInt96AsTimestamps() throws Exception {
        Table table = table(
                new Schema(
                        Types.NestedField.optional(1, "at", Types.TimestampType.withZone()),
                        Types.NestedField.optional(2, "id", Types.IntegerType.get())),
                2);
        MessageType type =
                MessageTypeParser.parseMessageType("message m { optional int96 at = 1; optional int32 id = 2; }");
        Path file = warehouse.resolve("int96.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(type)
                .withConf(new Configuration())
                .build()) {
            SimpleGroupFactory rows = new SimpleGroupFactory(type);
            // Julian day 2460401 is 2024-03-31
            writer.write(rows.newGroup()
                    .append("at", new NanoTime(2_460_401, 7_200_000_001_000L))
                    .append("id", 1));
            writer.write(rows.newGroup().append("id", 2));
        }
        add(table, file, 2);
        assertThat(rows(table)).containsExactly("2024-03-31T02:00:00.000001Z | 1", "null | 2");
    }

    /** Iceberg's library cannot make this promotion of v3; other writers can. */
    @Test
    void promotesDatesToTimestamps() throws Exception {
        Table table = table(new Schema(Types.NestedField.optional(1, "d", Types.DateType.get())), 3);
        Record row = LakeEngine.record(table.schema(), LocalDate.of(2024, 2, 29));
        table.newAppend()
                .appendFile(new TableWriter(table)
                        .data(FileFormat.PARQUET, List.of(row))
                        .get(0))
                .commit();
        TableOperations operations = ((BaseTable) table).operations();
        TableMetadata base = operations.current();
        operations.commit(
                base,
                TableMetadata.buildFrom(base)
                        .setCurrentSchema(
                                new Schema(Types.NestedField.optional(1, "d", Types.TimestampType.withoutZone())), 1)
                        .build());
        table.refresh();
        table.newAppend()
                .appendFile(new TableWriter(table, "later")
                        .data(
                                FileFormat.PARQUET,
                                List.of(LakeEngine.record(
                                        table.schema(), java.time.LocalDateTime.of(2024, 3, 1, 12, 30))))
                        .get(0))
                .commit();
        assertThat(Readers.engine(table, io::path, table.currentSnapshot().snapshotId()))
                .containsExactly("2024-02-29T00:00", "2024-03-01T12:30");
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "AVRO", "ORC"})
    void appliesSeveralKindsOfDeletesToOneFileInTheirOrder(FileFormat format) throws Exception {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "name", Types.StringType.get()));
        Table table = table(schema, 2);
        TableWriter writer = new TableWriter(table);
        DataFile first = append(table, writer, format, row(1L, "a"), row(2L, null), row(3L, "c"), row(null, "d"));
        DataFile second = append(table, writer, format, row(4L, "e"), row(5L, "f"));
        table.newRowDelta()
                .addDeletes(writer.positions(format, Map.of(first, List.of(0L))))
                .addDeletes(writer.positions(format, Map.of(first, List.of(0L), second, List.of(1L))))
                .addDeletes(equal(table, writer, format, 2, null))
                .addDeletes(equal(table, writer, format, 1, 4L))
                .commit();
        append(table, writer, format, row(6L, null), row(4L, "again"));
        assertThat(rows(table)).containsExactly("3 | c", "4 | again", "6 | null", "null | d");
        table.newRowDelta().addDeletes(equal(table, writer, format, 1, null)).commit();
        assertThat(rows(table)).containsExactly("3 | c", "4 | again", "6 | null");
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static DataFile append(Table table, TableWriter writer, FileFormat format, Object[]... rows) {
        DataFile file = writer.data(
                        format,
                        Arrays.stream(rows)
                                .map(values -> LakeEngine.record(table.schema(), values))
                                .toList())
                .get(0);
        table.newAppend().appendFile(file).commit();
        return file;
    }

    private static org.apache.iceberg.DeleteFile equal(
            Table table, TableWriter writer, FileFormat format, int field, Object value) {
        Schema keys = table.schema().select(table.schema().findColumnName(field));
        Record row = LakeEngine.record(keys, Collections.singletonList(value).toArray());
        return writer.equal(format, keys, new int[] {field}, table.spec(), null, List.of(row));
    }
}
