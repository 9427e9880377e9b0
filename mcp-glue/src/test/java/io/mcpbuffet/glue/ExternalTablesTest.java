package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SQL over Hive-style tables of Parquet, CSV and JSON, with files on S3 and partitions told by Glue or computed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExternalTablesTest {
    private static final String LAZY = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    private static final String OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    private static final String OPENX = "org.openx.data.jsonserde.JsonSerDe";
    private static final String HCATALOG = "org.apache.hive.hcatalog.data.JsonSerDe";
    private static final Map<String, String> NONE = Map.of();

    private GlueLake lake;
    private FederatedEngine engine;

    @BeforeAll
    void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"web\"}");
        engine = lake.engine(Map.of());
    }

    @AfterAll
    void close() {
        engine.close();
        lake.close();
    }

    private static Query query(String sql) {
        return new Query(sql, AsOf.LATEST, Optional.empty(), 1000, Duration.ofSeconds(60), Optional.empty());
    }

    private List<List<Object>> rows(String sql) {
        return engine.run(query(sql), Progress.NONE).page().rows().stream()
                .map(row -> row.stream().map(ExternalTablesTest::widened).toList())
                .toList();
    }

    private static Object widened(Object value) {
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private Explanation.Scan scan(String sql) {
        return engine.explain(query(sql), Progress.NONE).tables().get(0);
    }

    private LakeException failure(String sql) {
        return catchThrowableOfType(LakeException.class, () -> rows(sql));
    }

    private void text(String key, String... lines) {
        lake.put(key, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void table(
            String name,
            String columns,
            String keys,
            String serde,
            Map<String, String> options,
            Map<String, String> p) {
        lake.external("web", GlueLake.external(name, columns, keys, "s3://lake/" + name, serde, options, p));
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    @Test
    void readsParquetByNamesInWhateverCase() {
        table("parquet", "id bigint; name string; missing date", "", GlueLake.PARQUET, NONE, NONE);
        lake.put("parquet/a/1.parquet", Duck.parquet("SELECT 'x' AS Name, 1::BIGINT AS ID, 'gone' AS dropped"));
        lake.put("parquet/2.parquet", Duck.parquet("SELECT 2::INTEGER AS id"));
        lake.put("parquet/_SUCCESS", new byte[] {1});
        lake.put("parquet/_temporary/3.parquet", new byte[] {1});
        lake.put("parquetry/4.parquet", Duck.parquet("SELECT 4 AS id"));
        assertThat(rows("SELECT * FROM glue.web.parquet ORDER BY id"))
                .containsExactly(row(1L, "x", null), row(2L, null, null));
    }

    @Test
    void readsNestedParquet() {
        table(
                "nested",
                "s struct<x:int,y:array<string>>; m map<string,decimal(6,2)>; t timestamp",
                "",
                GlueLake.PARQUET,
                NONE,
                NONE);
        lake.put(
                "nested/1.parquet",
                Duck.parquet("SELECT {'Y': ['a', 'b'], 'X': 7} AS S, MAP {'k': 1.25::DECIMAL(6, 2)} AS m,"
                        + " TIMESTAMP '2026-03-01 10:00:00' AS t"));
        assertThat(rows("SELECT s.x, s.y[2], m['k'], t FROM glue.web.nested"))
                .containsExactly(row(7L, "b", "1.25", "2026-03-01T10:00:00"));
    }

    @Test
    void readsDelimitedTextWithItsMarksAndTypes() {
        table(
                "lazy",
                "i int; b boolean; d double; n decimal(6,2); day date; t timestamp; s string; x binary",
                "",
                LAZY,
                Map.of("field.delim", "|", "serialization.null.format", "-"),
                Map.of("skip.header.line.count", "1", "skip.footer.line.count", "1"));
        text(
                "lazy/1.txt",
                "i|b|d|n|day|t|s|x",
                "1|TRUE|1.5|3.14159|2026-03-01|2026-03-01 10:00:00.25|\"a|AP8=",
                "-|no|NaN|123456|today|2026-03-01T10:00:00+02:00|-|",
                "9999999999|false",
                "",
                "a footer");
        assertThat(rows("SELECT * FROM glue.web.lazy"))
                .containsExactlyInAnyOrder(
                        row(1L, true, 1.5, "3.14", "2026-03-01", "2026-03-01T10:00:00.25", "\"a", "AP8="),
                        row(null, null, "NaN", null, null, "2026-03-01T08:00:00", null, ""),
                        row(null, false, null, null, null, null, null, null),
                        row(null, null, null, null, null, null, null, null));
        assertThat(rows("SELECT count(*), sum(i) FROM glue.web.lazy WHERE b")).containsExactly(row(1L, 1L));
    }

    @Test
    void readsListsMapsAndStructsOfDelimitedText() {
        table(
                "marks",
                "l array<int>; m map<string,int>; s struct<a:string,b:array<string>>; rest string",
                "",
                LAZY,
                Map.of("field.delim", ",", "colelction.delim", ";", "mapkey.delim", ":", "escape.delim", "\\"),
                NONE);
        text("marks/1", "1;2,a:1;b:2,x;p:q,one\\, two", ",,\\N,\\N");
        assertThat(rows("SELECT l[1] + l[2], m['b'], s.a, s.b[2], rest, len(l) FROM glue.web.marks ORDER BY rest"))
                .containsExactly(row(3L, 2L, "x", "q", "one, two", 2L), row(null, null, null, null, null, 0L));
    }

    @Test
    void readsTheDefaultMarksAndOtherCharacterSetsAndCompression() throws IOException {
        table("plain", "a string; b string", "", LAZY, Map.of("serialization.format", "1"), NONE);
        lake.put("plain/1", "x\u0001y\n".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("z\u0001\u00e4\n".getBytes(StandardCharsets.UTF_8));
        }
        lake.put("plain/2.gz", packed.toByteArray());
        assertThat(rows("SELECT * FROM glue.web.plain ORDER BY a")).containsExactly(row("x", "y"), row("z", "\u00e4"));
        table("latin", "a string", "", LAZY, Map.of("serialization.encoding", "ISO-8859-1"), NONE);
        lake.put("latin/1", "\u00e4\n".getBytes(Charset.forName("ISO-8859-1")));
        assertThat(rows("SELECT * FROM glue.web.latin")).containsExactly(row("\u00e4"));
        table("packed", "a string", "", LAZY, NONE, NONE);
        lake.put("packed/1.bz2", new byte[] {1});
        LakeException failure = failure("SELECT * FROM glue.web.packed");
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("s3://lake/packed/1.bz2", "bz2");
    }

    @Test
    void readsQuotedText() {
        table(
                "csv",
                "id int; name string; note string; day date; at timestamp",
                "",
                OPEN_CSV,
                Map.of("separatorChar", ";", "quoteChar", "'", "escapeChar", "\\"),
                Map.of("skip.header.line.count", "1"));
        text(
                "csv/1.csv",
                "id;name;note;day;at",
                "'1';'a;b';'it''s \\'so\\'';'20513';'1772359200000'",
                ";x;;;",
                "3;'open");
        assertThat(rows("SELECT * FROM glue.web.csv ORDER BY name"))
                .containsExactly(
                        row(1L, "a;b", "it's 'so'", "2026-03-01", "2026-03-01T10:00:00"),
                        row(3L, "open", null, null, null),
                        row(null, "x", "", null, null));
    }

    @Test
    void readsJsonOfEachSerDe() {
        String columns =
                "id bigint; n decimal(20,10); s struct<firstname:string,tags:array<string>>; m map<string,int>; raw string;"
                        + " ts timestamp; a_b int";
        String line =
                "{\"ID\": 9007199254740993, \"n\": 0.1234567891, \"S\": {\"firstName\": \"Ann\", \"tags\": [\"t\"]},"
                        + " \"m\": {\"Key\": 1}, \"raw\": {\"deep\": [1]}, \"time\": \"2026-03-01 10:00:00\", \"a.b\": 5}";
        for (String serde : List.of(OPENX, HCATALOG, "org.apache.hadoop.hive.serde2.JsonSerDe")) {
            String name = "json" + (serde.contains("openx") ? "x" : serde.contains("hcatalog") ? "h" : "p");
            table(name, columns, "", serde, Map.of("mapping.ts", "time", "dots.in.keys", "true"), NONE);
            text(name + "/1.json", line, "{}", "null");
            assertThat(rows("SELECT id, n, s.firstname, s.tags[1], m['Key'], raw, ts, a_b FROM glue.web." + name
                            + " ORDER BY id"))
                    .containsExactly(
                            row(
                                    "9007199254740993",
                                    "0.1234567891",
                                    "Ann",
                                    "t",
                                    1L,
                                    "{\"deep\":[1]}",
                                    "2026-03-01T10:00:00",
                                    5L),
                            row(null, null, null, null, null, null, null, null),
                            row(null, null, null, null, null, null, null, null));
        }
    }

    @Test
    void saysWhichLineIsNoJson() {
        table("broken", "id int", "", OPENX, NONE, NONE);
        text("broken/1.json", "{\"id\": 1}", "{\"id\": ");
        LakeException failure = failure("SELECT * FROM glue.web.broken");
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("Line 2", "s3://lake/broken/1.json");
        assertThat(failure.hint()).contains("ignore.malformed.json");
        table("lenient", "id int", "", OPENX, Map.of("ignore.malformed.json", "true"), NONE);
        text("lenient/1.json", "{\"id\": 1}", "{\"id\": ");
        assertThat(rows("SELECT id FROM glue.web.lenient ORDER BY id")).containsExactly(row(1L), row((Object) null));
    }

    @Test
    void asksGlueForThePartitionsThatAreNeeded() {
        table("parts", "id int", "year int; region string", GlueLake.PARQUET, NONE, NONE);
        for (int year = 2020; year < 2026; year++) {
            for (String region : List.of("eu", "us")) {
                String place = "parts/year=" + year + "/region=" + region;
                lake.put(place + "/1.parquet", Duck.parquet("SELECT " + year + " AS id"));
                lake.partition("web", "parts", year + "/" + region, "s3://lake/" + place);
            }
        }
        lake.put("parts/year=1999/region=eu/1.parquet", Duck.parquet("SELECT 1999 AS id"));
        long before = lake.glue().calls().size();
        assertThat(rows("SELECT sum(id), min(year), count(*) FROM glue.web.parts WHERE year >= 2024 AND region = 'eu'"))
                .containsExactly(row(4049L, 2024L, 2L));
        List<String> asked = lake.glue().calls().stream()
                .skip(before)
                .filter(call -> call.operation().equals("GetPartitions"))
                .map(call -> call.request().path("Expression").asText())
                .distinct()
                .toList();
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).contains("year >= 2024", "region = 'eu'");
        assertThat(rows("SELECT count(*), min(year) FROM glue.web.parts")).containsExactly(row(12L, 2020L));
        Explanation.Scan scan = scan("SELECT id FROM glue.web.parts WHERE year = 2021 AND id > 0");
        assertThat(scan.files()).hasValue(2);
        assertThat(scan.filtersPushed()).hasSize(1);
        assertThat(scan.filtersLeft()).hasSize(1);
    }

    @Test
    void readsPartitionsOfOwnPlacesAndFormats() {
        table("mixed", "id int; name string", "day date", LAZY, Map.of("field.delim", ","), NONE);
        text("mixed/day=2026-01-01/1.csv", "1,a");
        lake.partition("web", "mixed", "2026-01-01", "s3://lake/mixed/day=2026-01-01");
        lake.put("elsewhere/1.parquet", Duck.parquet("SELECT 2 AS id, 'b' AS name"));
        partition("mixed", "2026-01-02", "s3://lake/elsewhere", GlueLake.PARQUET, "{}");
        text("tabs/1.tsv", "3\tc");
        partition("mixed", "__HIVE_DEFAULT_PARTITION__", "s3://lake/tabs", LAZY, "{\"field.delim\": \"\\t\"}");
        assertThat(rows("SELECT * FROM glue.web.mixed ORDER BY id"))
                .containsExactly(row(1L, "a", "2026-01-01"), row(2L, "b", "2026-01-02"), row(3L, "c", null));
        partition("mixed", "2026-01-04", "s3://lake/orc", "org.apache.hadoop.hive.ql.io.orc.OrcSerde", "{}");
        LakeException failure = failure("SELECT * FROM glue.web.mixed");
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("2026-01-04", "glue.web.mixed", "orc");
        assertThat(rows("SELECT id FROM glue.web.mixed WHERE day < DATE '2026-01-03'"))
                .hasSize(2);
    }

    private void partition(String table, String value, String location, String serde, String options) {
        lake.glue()
                .store()
                .partition(
                        "web",
                        table,
                        "{\"Values\": [\"" + value + "\"], \"StorageDescriptor\": {\"Location\": \"" + location
                                + "\", \"SerdeInfo\": {\"SerializationLibrary\": \"" + serde + "\", \"Parameters\": "
                                + options + "}}}");
    }

    @Test
    void givesPartitionKeysTheirTypes() {
        table(
                "typed",
                "id int",
                "i int; l bigint; d date; t timestamp; n decimal(6,2); b boolean; s string",
                LAZY,
                NONE,
                NONE);
        text("typed/p/1", "1");
        lake.glue()
                .store()
                .partition(
                        "web",
                        "typed",
                        "{\"Values\": [\"7\", \"8\", \"2026-03-01\", \"2026-03-01 10:00:00\", \"1.50\", \"true\", \"a'b\"],"
                                + " \"StorageDescriptor\": {\"Location\": \"s3://lake/typed/p\"}}");
        assertThat(rows("SELECT i + l, d, t, n, b, s FROM glue.web.typed WHERE n = 1.5 AND s = 'a''b' AND b"))
                .containsExactly(row(15L, "2026-03-01", "2026-03-01T10:00:00", "1.50", true, "a'b"));
        assertThat(rows("SELECT * FROM glue.web.typed WHERE d > DATE '2026-03-01'"))
                .isEmpty();
    }

    @Test
    void computesPartitionsFromProjections() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        table(
                "projected",
                "id int",
                "region string; hour int; day string",
                LAZY,
                NONE,
                Map.of(
                        "projection.enabled", "true",
                        "projection.region.type", "enum",
                        "projection.region.values", "eu,us",
                        "projection.hour.type", "integer",
                        "projection.hour.range", "0,23",
                        "projection.hour.digits", "2",
                        "projection.day.type", "date",
                        "projection.day.range", "NOW-3DAYS,NOW",
                        "projection.day.format", "yyyy/MM/dd",
                        "storage.location.template", "s3://lake/projected/${region}/${day}/${hour}"));
        String day = today.minusDays(1).toString().replace('-', '/');
        text("projected/eu/" + day + "/07/1", "1");
        text("projected/us/" + day + "/07/1", "2");
        text("projected/eu/" + day + "/08/1", "3");
        assertThat(rows("SELECT id, region, hour, day FROM glue.web.projected WHERE hour = 7 AND region = 'eu'"))
                .containsExactly(row(1L, "eu", 7L, day));
        assertThat(rows("SELECT sum(id) FROM glue.web.projected")).containsExactly(row(6L));
        assertThat(lake.glue().calls().stream()
                        .filter(call -> call.operation().equals("GetPartitions"))
                        .filter(call ->
                                call.request().path("TableName").asText().equals("projected")))
                .isEmpty();
    }

    @Test
    void asksForTheValueOfAnInjectedKey() {
        table(
                "injected",
                "id int",
                "device string",
                LAZY,
                NONE,
                Map.of("projection.enabled", "true", "projection.device.type", "injected"));
        text("injected/device=d1/1", "1");
        text("injected/device=d2/1", "2");
        assertThat(rows("SELECT id FROM glue.web.injected WHERE device = 'd2'")).containsExactly(row(2L));
        assertThat(rows("SELECT id FROM glue.web.injected WHERE device IN ('d1', 'd2') ORDER BY id"))
                .containsExactly(row(1L), row(2L));
        LakeException failure = failure("SELECT id FROM glue.web.injected");
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure.hint()).contains("device = 'value'");
    }

    @Test
    void boundsHowManyPartitionsAProjectionMakes() {
        table(
                "endless",
                "id int",
                "n bigint",
                LAZY,
                NONE,
                Map.of(
                        "projection.enabled", "true",
                        "projection.n.type", "integer",
                        "projection.n.range", "0,9223372036854775806"));
        LakeException failure = failure("SELECT id FROM glue.web.endless");
        assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
    }

    @Test
    void saysWhyATableCannotBeRead() {
        Map<String, String> serdes = Map.of(
                "orc", "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
                "avro", "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
                "rcfile", "org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe",
                "other", "com.example.OwnSerDe");
        serdes.forEach((format, serde) -> {
            table("no_" + format, "id int", "", serde, NONE, NONE);
            LakeException failure = failure("SELECT * FROM glue.web.no_" + format);
            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(failure.getMessage()).contains("glue.web.no_" + format, format);
        });
        table("no_delta", "id int", "", GlueLake.PARQUET, NONE, Map.of("spark.sql.sources.provider", "delta"));
        assertThat(failure("SELECT * FROM glue.web.no_delta").getMessage()).contains("delta", "log");
    }

    @Test
    void readsAFileAgainOnceItIsWrittenAnew() {
        table("anew", "id int", "", LAZY, NONE, NONE);
        text("anew/1", "1");
        assertThat(rows("SELECT id FROM glue.web.anew")).containsExactly(row(1L));
        text("anew/1", "7");
        assertThat(rows("SELECT id FROM glue.web.anew")).containsExactly(row(7L));
    }

    @Test
    void joinsTextWithParquet() {
        table("left_side", "id int; name string", "", LAZY, Map.of("field.delim", ","), NONE);
        text("left_side/1", "1,a", "2,b");
        table("right_side", "id int; total double", "", GlueLake.PARQUET, NONE, NONE);
        lake.put("right_side/1.parquet", Duck.parquet("SELECT 2 AS id, 2.5::DOUBLE AS total"));
        assertThat(rows("SELECT name, total FROM glue.web.left_side JOIN glue.web.right_side USING (id)"))
                .containsExactly(row("b", 2.5));
    }
}
