package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promotions of v3, which Iceberg's library refuses to make and other writers make. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromotionsTest {
    @TempDir
    private static Path warehouse;

    private LakeEngine lake;
    private LocalFileIO io;
    private int count;

    @BeforeAll
    void open() {
        lake = new LakeEngine(warehouse);
        io = LocalFileIO.reading(List.of(warehouse), warehouse);
    }

    @AfterAll
    void close() {
        lake.close();
    }

    private static Schema schema(Type type) {
        return new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()), Types.NestedField.optional(2, "v", type));
    }

    private Table table(Type type) {
        return lake.create("t" + ++count, schema(type), 3);
    }

    private static void promote(Table table, Type type) {
        assertThatThrownBy(() -> table.updateSchema()
                        .updateColumn("v", type.asPrimitiveType())
                        .commit())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cannot change column type");
        TableOperations operations = ((BaseTable) table).operations();
        TableMetadata base = operations.current();
        operations.commit(
                base,
                TableMetadata.buildFrom(base).setCurrentSchema(schema(type), 2).build());
        table.refresh();
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Types.BooleanType.get(), true),
                Arguments.of(Types.IntegerType.get(), 7),
                Arguments.of(Types.LongType.get(), 1L << 40),
                Arguments.of(Types.FloatType.get(), 0.5f),
                Arguments.of(Types.DoubleType.get(), 0.1),
                Arguments.of(Types.DecimalType.of(20, 3), new BigDecimal("12345.678")),
                Arguments.of(Types.DateType.get(), LocalDate.of(2024, 2, 29)),
                Arguments.of(Types.TimeType.get(), LocalTime.of(1, 2, 3)),
                Arguments.of(Types.TimestampType.withoutZone(), LocalDateTime.of(2024, 3, 1, 12, 30)),
                Arguments.of(Types.TimestampType.withZone(), OffsetDateTime.parse("2024-03-01T12:30:00Z")),
                Arguments.of(
                        Types.TimestampNanoType.withoutZone(), LocalDateTime.parse("2024-03-01T12:30:00.123456789")),
                Arguments.of(Types.StringType.get(), "x"),
                Arguments.of(Types.UUIDType.get(), UUID.fromString("f79c3e09-677c-4bbd-a479-3f349cb785e7")),
                Arguments.of(Types.FixedType.ofLength(3), new byte[] {1, 2, 3}),
                Arguments.of(Types.BinaryType.get(), ByteBuffer.wrap(new byte[] {1, 2})));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readUnknownAsNullOfTheNewType(Type type, Object value) throws Exception {
        Table table = table(Types.UnknownType.get());
        append(table, row(1L, null));
        promote(table, type);
        append(table, row(2L, value), row(3L, null));
        long snapshot = table.currentSnapshot().snapshotId();
        assertThat(Readers.engine(table, io::path, snapshot)).hasSize(3).isEqualTo(Readers.oracle(table, snapshot));
        String name = "t" + count;
        assertThat(lake.rows("SELECT id FROM " + name + " WHERE v IS NULL ORDER BY id"))
                .containsExactly(List.of(1L), List.of(3L));
        assertThat(lake.rows("SELECT count(*), count(v) FROM " + name)).containsExactly(List.of(3L, 1L));
    }

    /** The format has no such columns in files; a writer that makes them of nulls makes them of any physical type. */
    @ParameterizedTest
    @MethodSource("values")
    void readUnknownThatAFileHasAsNullOfTheNewType(Type type, Object value) throws Exception {
        Table table = table(Types.UnknownType.get());
        MessageType stored = MessageTypeParser.parseMessageType(
                "message m { required int64 id = 1; optional int32 v (UNKNOWN) = 2; }");
        Path file = warehouse.resolve("unknown" + count + ".parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(stored)
                .withConf(new Configuration())
                .build()) {
            writer.write(new SimpleGroupFactory(stored).newGroup().append("id", 1L));
        }
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(file.toUri().toString())
                        .withFileSizeInBytes(java.nio.file.Files.size(file))
                        .withRecordCount(1)
                        .withFormat("parquet")
                        .build())
                .commit();
        assertThat(Readers.engine(table, io::path, table.currentSnapshot().snapshotId()))
                .containsExactly("1 | null");
        promote(table, type);
        append(table, row(2L, value));
        assertThat(lake.rows("SELECT id FROM t" + count + " WHERE v IS NULL")).containsExactly(List.of(1L));
        assertThat(lake.rows("SELECT count(*), count(v) FROM t" + count)).containsExactly(List.of(2L, 1L));
    }

    static Stream<Arguments> moments() {
        return Stream.of(
                Arguments.of(
                        Types.TimestampType.withoutZone(),
                        LocalDateTime.of(2024, 3, 1, 12, 30),
                        "TIMESTAMP '2024-02-29 00:00:00.000001'"),
                Arguments.of(
                        Types.TimestampNanoType.withoutZone(),
                        LocalDateTime.parse("2024-03-01T12:30:00.123456789"),
                        "TIMESTAMP_NS '2024-02-29 00:00:00.000000001'"));
    }

    /** Iceberg's own reader gives the dates of files of before as dates, in a column of moments. */
    @ParameterizedTest
    @MethodSource("moments")
    void readDatesAsMomentsAndLeaveOutOnlyFilesWithoutThem(Type type, LocalDateTime value, String least)
            throws Exception {
        Table table = table(Types.DateType.get());
        append(table, row(1L, LocalDate.of(2024, 2, 29)), row(2L, null));
        append(table, row(3L, LocalDate.of(1969, 12, 31)));
        promote(table, type);
        append(table, row(4L, value));
        long snapshot = table.currentSnapshot().snapshotId();
        assertThat(Readers.oracle(table, snapshot))
                .containsExactly("1 | 2024-02-29", "2 | null", "3 | 1969-12-31", "4 | " + value);
        assertThat(Readers.engine(table, io::path, snapshot))
                .containsExactly("1 | 2024-02-29T00:00", "2 | null", "3 | 1969-12-31T00:00", "4 | " + value);
        Map<String, List<Long>> found = Map.of(
                "v = TIMESTAMP '2024-02-29 00:00:00'",
                List.of(1L),
                "v > TIMESTAMP '2024-02-29 00:00:00'",
                List.of(4L),
                "v < " + least,
                List.of(1L, 3L),
                "v < TIMESTAMP '1970-01-01 00:00:00'",
                List.of(3L),
                "v >= TIMESTAMP '1969-12-31 00:00:00'",
                List.of(1L, 3L, 4L),
                "v IS NULL",
                List.of(2L),
                "v::DATE = DATE '2024-02-29'",
                List.of(1L));
        found.forEach((condition, ids) -> assertThat(
                        lake.rows("SELECT id FROM t" + count + " WHERE " + condition + " ORDER BY id"))
                .as(condition)
                .isEqualTo(ids.stream().map(id -> List.<Object>of(id)).toList()));
        assertThat(lake.rows("SELECT min(v)::VARCHAR FROM t" + count)).containsExactly(List.of("1969-12-31 00:00:00"));
    }
}
