package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.variants.ShreddedObject;
import org.apache.iceberg.variants.Variant;
import org.apache.iceberg.variants.VariantMetadata;
import org.apache.iceberg.variants.Variants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A value of every type of the format, from Iceberg's own writers to the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypesTest {
    @TempDir
    private static Path warehouse;

    private LakeEngine lake;
    private int count;

    @BeforeAll
    void open() {
        lake = new LakeEngine(warehouse);
    }

    @AfterAll
    void close() {
        lake.close();
    }

    @Test
    void findsNanosecondsThatArePartitions() {
        Schema schema = new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "t", Types.TimestampNanoType.withoutZone()));
        Table table = lake.create(
                "parted_nanos",
                schema,
                PartitionSpec.builderFor(schema).identity("t").build(),
                3);
        append(table, row(1L, LocalDateTime.parse("1970-01-02T00:00:00.000000001")));
        append(table, row(2L, LocalDateTime.parse("2024-05-01T10:00:00.123456789")));
        append(table, row(3L, null));
        Map<String, List<Long>> found = new LinkedHashMap<>();
        found.put("t = TIMESTAMP_NS '1970-01-02 00:00:00.000000001'", List.of(1L));
        found.put(
                "t IN (TIMESTAMP_NS '1970-01-02 00:00:00.000000001', TIMESTAMP_NS '2024-05-01 10:00:00.123456789')",
                List.of(1L, 2L));
        found.put("t > TIMESTAMP_NS '1970-01-02 00:00:00'", List.of(1L, 2L));
        found.put("t < TIMESTAMP_NS '2024-05-01 10:00:00.123456789'", List.of(1L));
        found.put("t <> TIMESTAMP_NS '1970-01-02 00:00:00.000000001'", List.of(2L));
        found.put("t IS NULL", List.of(3L));
        found.forEach((condition, ids) -> assertThat(
                        lake.rows("SELECT id FROM parted_nanos WHERE " + condition + " ORDER BY id"))
                .as(condition)
                .containsExactlyElementsOf(
                        ids.stream().map(id -> List.<Object>of(id)).toList()));
    }

    static Stream<Arguments> values() {
        Types.StructType struct = Types.StructType.of(
                Types.NestedField.optional(20, "a", Types.LongType.get()),
                Types.NestedField.optional(21, "b", Types.BinaryType.get()));
        return Stream.of(
                value(Types.BooleanType.get(), true, true),
                value(Types.IntegerType.get(), Integer.MIN_VALUE, (long) Integer.MIN_VALUE),
                value(Types.LongType.get(), (1L << 53) - 1, (1L << 53) - 1),
                value(Types.LongType.get(), 1L << 53, "9007199254740992"),
                value(Types.LongType.get(), Long.MIN_VALUE, "-9223372036854775808"),
                value(Types.FloatType.get(), 0.1f, 0.1),
                value(Types.FloatType.get(), Float.NaN, "NaN"),
                value(Types.DoubleType.get(), -1.5e300, -1.5e300),
                value(Types.DoubleType.get(), Double.NEGATIVE_INFINITY, "-Infinity"),
                value(Types.DecimalType.of(9, 2), new BigDecimal("-1234567.89"), "-1234567.89"),
                value(
                        Types.DecimalType.of(38, 10),
                        new BigDecimal("9999999999999999999999999999.9999999999"),
                        "9999999999999999999999999999.9999999999"),
                value(Types.DateType.get(), LocalDate.of(1582, 10, 4), "1582-10-04"),
                value(Types.TimeType.get(), LocalTime.of(23, 59, 59, 999_999_000), "23:59:59.999999"),
                value(
                        Types.TimestampType.withoutZone(),
                        LocalDateTime.parse("2026-03-29T02:30:00.000001"),
                        "2026-03-29T02:30:00.000001"),
                value(
                        Types.TimestampType.withZone(),
                        OffsetDateTime.parse("1883-11-18T12:03:58Z"),
                        "1883-11-18T12:03:58Z"),
                value(
                        Types.TimestampNanoType.withoutZone(),
                        LocalDateTime.parse("2026-03-29T02:30:00.123456789"),
                        "2026-03-29T02:30:00.123456789"),
                value(
                        Types.TimestampNanoType.withZone(),
                        OffsetDateTime.parse("2026-03-29T02:30:00.123456789Z"),
                        "2026-03-29T02:30:00.123456789Z"),
                value(Types.StringType.get(), "Öl 日本 😀 \u0000 '\"", "Öl 日本 😀 \u0000 '\""),
                value(
                        Types.UUIDType.get(),
                        UUID.fromString("f79c3e09-677c-4bbd-a479-3f349cb785e7"),
                        "f79c3e09-677c-4bbd-a479-3f349cb785e7"),
                value(Types.FixedType.ofLength(3), new byte[] {0, -1, 97}, "AP9h"),
                value(Types.BinaryType.get(), ByteBuffer.wrap(new byte[] {0, -1, 97}), "AP9h"),
                value(
                        Types.ListType.ofOptional(30, Types.LongType.get()),
                        Arrays.asList(1L, null, 1L << 60),
                        Arrays.asList(1L, null, "1152921504606846976")),
                value(
                        Types.MapType.ofOptional(31, 32, Types.StringType.get(), Types.DateType.get()),
                        Collections.singletonMap("k", LocalDate.of(2024, 2, 29)),
                        List.of(Map.of("key", "k", "value", "2024-02-29"))),
                value(
                        struct,
                        LakeEngine.record(new Schema(struct.fields()), 7L, ByteBuffer.wrap(bytes("abc"))),
                        map("a", 7L, "b", "YWJj")));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> map(String a, Object first, String b, Object second) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(a, first);
        map.put(b, second);
        return map;
    }

    private static Arguments value(Type type, Object written, Object wire) {
        return Arguments.of(type, written, wire);
    }

    private Table table(Type type) {
        Schema schema = new Schema(
                Types.NestedField.required(1, "id", Types.LongType.get()), Types.NestedField.optional(2, "v", type));
        return lake.create("t" + count++, schema, 3);
    }

    private String name() {
        return "t" + (count - 1);
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesAsItWasWritten(Type type, Object written, Object wire) {
        for (FileFormat format : List.of(FileFormat.PARQUET, FileFormat.AVRO, FileFormat.ORC)) {
            Table table = table(type);
            append(table, format, row(1L, written), row(2L, null));
            assertThat(lake.rows("SELECT v FROM " + name() + " ORDER BY id"))
                    .as("%s in %s", type, format)
                    .usingRecursiveComparison()
                    .isEqualTo(List.of(List.of(wire), Collections.singletonList(null)));
        }
    }

    @Test
    void givesVariantsAsJson() {
        VariantMetadata names = Variants.metadata("a", "b");
        ShreddedObject object = Variants.object(names);
        object.put("a", Variants.of(5));
        object.put("b", Variants.of("text"));
        append(table(Types.VariantType.get()), row(1L, Variant.of(names, object)), row(2L, null));
        assertThat(lake.rows("SELECT v FROM " + name() + " ORDER BY id"))
                .containsExactly(List.of("{\"a\":5,\"b\":\"text\"}"), Collections.singletonList(null));
        assertThat(lake.rows("SELECT v ->> 'b' FROM " + name() + " WHERE id = 1"))
                .containsExactly(List.of("text"));
    }

    @Test
    void givesUnknownAsNull() {
        append(table(Types.UnknownType.get()), row(1L, null));
        assertThat(lake.rows("SELECT * FROM " + name() + " WHERE v IS NULL")).containsExactly(Arrays.asList(1L, null));
    }

    static Stream<Type> unreadable() {
        return Stream.of(
                Types.GeometryType.crs84(),
                Types.GeographyType.crs84(),
                Types.ListType.ofOptional(40, Types.GeometryType.crs84()));
    }

    /** Nothing writes them here, so the table has columns of them that its files lack. */
    @ParameterizedTest
    @MethodSource("unreadable")
    void namesAColumnThatItCannotReadAndReadsTheOthers(Type type) {
        Table table = table(Types.StringType.get());
        append(table, row(1L, "x"));
        table.updateSchema().addColumn("shape", type).commit();
        for (String sql :
                List.of("SELECT * FROM %s", "SELECT shape FROM %s", "SELECT id FROM %s WHERE shape IS NULL")) {
            LakeException failure = lake.failure(sql.formatted(name()));
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(failure).hasMessageContaining("shape").hasMessageContaining("geo");
        }
        assertThat(lake.rows("SELECT id, v FROM " + name() + " WHERE id = 1")).containsExactly(List.of(1L, "x"));
        assertThat(lake.rows("SELECT count(*) FROM " + name())).containsExactly(List.of(1L));
    }

    @ParameterizedTest
    @EnumSource(names = {"PARQUET", "AVRO"})
    void tellsNamesApartThatDifferInCaseOnly(FileFormat format) {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "name", Types.StringType.get()),
                Types.NestedField.optional(3, "NAME", Types.StringType.get()),
                Types.NestedField.optional(4, "Name", Types.StringType.get()));
        String name = "twins_" + format;
        append(lake.create(name, schema, 2), format, row(1L, "lower", "upper", "title"));
        var all = lake.run("SELECT * FROM " + name);
        assertThat(all.page().columns()).extracting("name").containsExactly("id", "name", "NAME_1", "Name_2");
        assertThat(all.warnings()).singleElement().asString().contains("NAME is NAME_1");
        assertThat(LakeEngine.wide(all)).containsExactly(List.of(1L, "lower", "upper", "title"));
        var some = lake.run("SELECT \"Name\", NAME, t.name FROM " + name + " t WHERE \"NAME\" = 'upper'");
        assertThat(some.page().columns()).extracting("name").containsExactly("Name", "NAME", "name");
        assertThat(some.page().rows()).containsExactly(List.of("title", "upper", "lower"));
        assertThat(lake.failure("SELECT nAmE FROM " + name)).hasMessageContaining("case");
        assertThat(lake.failure("SELECT s.\"NAME\" FROM (SELECT * FROM " + name + ") s"))
                .hasMessageContaining("case");
        assertThat(lake.rows("SELECT s.NAME_1 FROM (SELECT * FROM " + name + ") s"))
                .containsExactly(List.of("upper"));
    }

    @Test
    void readsColumnsOfOddNames() {
        List<String> names =
                List.of("select", "a.b", "a b", "\"q\"", "it's", "日本", "é", "1st", "t", "c0", "--", ";", "$1");
        List<Types.NestedField> fields = new ArrayList<>();
        names.forEach(name -> fields.add(Types.NestedField.optional(fields.size() + 1, name, Types.LongType.get())));
        append(
                lake.create("odd", new Schema(fields), 2),
                names.stream().map(n -> (Object) (long) names.indexOf(n)).toArray());
        for (String name : names) {
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            assertThat(lake.rows("SELECT " + quoted + " FROM odd WHERE " + quoted + " >= 0"))
                    .as(name)
                    .containsExactly(List.of((long) names.indexOf(name)));
        }
        assertThat(lake.run("SELECT * FROM odd").page().columns())
                .extracting("name")
                .containsExactlyElementsOf(names);
    }

    static Stream<String> fieldNames() {
        return Stream.of(
                "a", "it's", "it''s", "'", "a.b", "a b", " ", "\"", "\"q\"", "x'y\"z", "a\nb", "日本", "é", "\\", "a[1]",
                "select", "--", "1st");
    }

    @ParameterizedTest
    @MethodSource("fieldNames")
    void readsFieldsOfOddNamesAtEveryDepth(String field) {
        Types.StructType inner = Types.StructType.of(
                Types.NestedField.optional(21, field, Types.LongType.get()),
                Types.NestedField.optional(22, field + "'", Types.LongType.get()),
                Types.NestedField.optional(23, field.replace("'", "''") + "+", Types.LongType.get()));
        Types.StructType outer = Types.StructType.of(Types.NestedField.optional(20, field, inner));
        Types.NestedField[] columns = {
            Types.NestedField.optional(1, "x", outer),
            Types.NestedField.optional(2, "l", Types.ListType.ofOptional(24, deeper(inner, 30))),
            Types.NestedField.optional(
                    3, "m", Types.MapType.ofOptional(25, 26, Types.StringType.get(), deeper(inner, 40)))
        };
        String table = "fields_" + count++;
        org.apache.iceberg.data.Record deep = LakeEngine.record(new Schema(inner.fields()), 1L, 2L, 3L);
        append(
                lake.create(table, new Schema(columns), 2),
                row(LakeEngine.record(new Schema(outer.fields()), deep), List.of(deep), Map.of(field, deep)));
        String quoted = '"' + field.replace("\"", "\"\"") + '"';
        String key = "'" + field.replace("'", "''") + "'";
        for (String part : List.of(
                "(x)." + quoted + "." + quoted,
                "(x." + quoted + ")." + quoted,
                "x." + quoted + "." + quoted,
                "t.x." + quoted + "." + quoted,
                "x[" + key + "][" + key + "]",
                "l[1]." + quoted,
                "(l[1])." + quoted,
                "m[" + key + "]." + quoted,
                "(m[" + key + "])." + quoted,
                "list_transform(l, lambda e: (e)." + quoted + ")[1]",
                "struct_extract((x)." + quoted + ", " + key + ")")) {
            assertThat(lake.rows("SELECT " + part + " AS found FROM " + table + " t WHERE " + part + " = 1"))
                    .as(part)
                    .containsExactly(List.of(1L));
        }
        assertThat(lake.rows("SELECT count(*) FROM " + table + " WHERE (x)." + quoted + "." + quoted
                        + " IS DISTINCT FROM 1"))
                .containsExactly(List.of(0L));
    }

    private static Types.StructType deeper(Types.StructType struct, int first) {
        List<Types.NestedField> fields = new ArrayList<>();
        struct.fields()
                .forEach(field ->
                        fields.add(Types.NestedField.optional(first + fields.size(), field.name(), field.type())));
        return Types.StructType.of(fields);
    }
}
