package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values at the edges of each type, as Snowflake writes them on the wire and as a client gets them. */
class TypesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NINES = "9".repeat(38);

    private static Account account;
    private static int asked;

    @BeforeAll
    static void open() {
        account = Account.open();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    /** Type on the wire, value there, value for the client. */
    static Stream<Arguments> values() {
        String whole = "fixed precision=38 scale=0";
        return Stream.of(
                Arguments.of(whole, NINES, NINES),
                Arguments.of(whole, "-" + NINES, "-" + NINES),
                Arguments.of(whole, "9007199254740991", 9007199254740991L),
                Arguments.of(whole, "9007199254740992", "9007199254740992"),
                Arguments.of(whole, "0", 0L),
                Arguments.of("fixed precision=3 scale=0", "-128", -128L),
                Arguments.of("fixed precision=38 scale=37", "-9." + "9".repeat(37), "-9." + "9".repeat(37)),
                Arguments.of("fixed precision=12 scale=2", "0.10", "0.10"),
                Arguments.of("real", "NaN", "NaN"),
                Arguments.of("real", "inf", "Infinity"),
                Arguments.of("real", "-inf", "-Infinity"),
                Arguments.of("real", "1.7976931348623157e+308", 1.7976931348623157e308),
                Arguments.of("real", "5e-324", 4.9e-324),
                Arguments.of("real", "-0", -0.0),
                Arguments.of("real", "0.1", 0.1),
                Arguments.of("boolean", "1", true),
                Arguments.of("boolean", "0", false),
                Arguments.of("text length=100", "", ""),
                Arguments.of("text length=100", "\u0000 \uD83D\uDE00 \u202e", "\u0000 \uD83D\uDE00 \u202e"),
                Arguments.of("date", "-719162", "0001-01-01"),
                Arguments.of("date", "2932896", "9999-12-31"),
                Arguments.of("date", "-141427", "1582-10-15"),
                Arguments.of("date", "-141428", "1582-10-14"),
                Arguments.of("date", "-1", "1969-12-31"),
                Arguments.of("time scale=9", "86399.999999999", "23:59:59.999999999"),
                Arguments.of("time scale=9", "0.000000000", "00:00:00"),
                Arguments.of("timestamp_ntz scale=9", "-0.000000001", "1969-12-31T23:59:59.999999999"),
                Arguments.of("timestamp_ntz scale=9", "1711846800.123456789", "2024-03-31T01:00:00.123456789"),
                Arguments.of("timestamp_ntz scale=9", "1711850400.000000000", "2024-03-31T02:00:00"),
                Arguments.of("timestamp_ntz scale=9", "253402300799.999999999", "9999-12-31T23:59:59.999999999"),
                Arguments.of("timestamp_ntz scale=9", "-62135596800.000000000", "0001-01-01T00:00:00"),
                Arguments.of("timestamp_ntz scale=0", "1711846800", "2024-03-31T01:00:00"),
                Arguments.of("timestamp_ltz scale=9", "1711846800.000000001", "2024-03-31T01:00:00.000000001Z"),
                Arguments.of("timestamp_ltz scale=9", "-1.500000000", "1969-12-31T23:59:58.5Z"),
                Arguments.of("timestamp_tz scale=9", "1711846800.000000000 1440", "2024-03-31T01:00:00Z"),
                Arguments.of(
                        "timestamp_tz scale=9", "1711846800.123456789 1785", "2024-03-31T06:45:00.123456789+05:45"),
                Arguments.of("timestamp_tz scale=9", "1711846800.000000000 2280", "2024-03-31T15:00:00+14:00"),
                Arguments.of("timestamp_tz scale=9", "1711846800.000000000 720", "2024-03-30T13:00:00-12:00"),
                Arguments.of("binary length=10", "", ""),
                Arguments.of("binary length=10", "00FF10", "AP8Q"),
                Arguments.of("variant", "null", null),
                Arguments.of("variant", "12345678901234567890", "12345678901234567890"),
                Arguments.of("variant", "0.1", 0.1),
                Arguments.of("variant", "1.00000000000000000001", "1.00000000000000000001"),
                Arguments.of("variant", "\"text\"", "text"),
                Arguments.of("variant", "true", true),
                Arguments.of("array", "[1,[2,null],\"x\"]", Arrays.asList(1L, Arrays.asList(2L, null), "x")),
                Arguments.of("array", "[undefined]", "[undefined]"),
                Arguments.of(
                        "object", "{\"b\": 1, \"a\": {\"c\": []}}", ordered("b", 1L, "a", ordered("c", List.of()))),
                Arguments.of("map", "{\"k\": \"v\"}", ordered("k", "v")),
                Arguments.of("vector", "[1.5,-2,3e10]", Arrays.asList(1.5, -2L, 3e10)),
                Arguments.of("geography", "{\"type\": \"Point\"}", "{\"type\": \"Point\"}"),
                Arguments.of("geometry", "POINT(1 2)", "POINT(1 2)"));
    }

    private static Map<String, Object> ordered(Object... parts) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            map.put((String) parts[i], parts[i + 1]);
        }
        return map;
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatSnowflakeWrites(String type, String wire, Object expected) {
        List<List<Object>> rows = account.rows(canned(type, wire, null));
        assertThat(rows.get(0).get(0)).isEqualTo(expected);
        assertThat(rows.get(1).get(0)).isNull();
    }

    /** A statement that is answered with one column of these values. */
    private static String canned(String type, String... values) {
        String sql = "SELECT v AS \"v" + ++asked + "\" FROM t";
        account.standIn().can(sql, answer(type, values));
        return sql;
    }

    private static String answer(String type, String... values) {
        String[] words = type.split(" ", -1);
        ObjectNode data = JSON.createObjectNode();
        ObjectNode column = data.putArray("rowtype").addObject();
        column.put("name", "V").put("type", words[0]).put("nullable", true);
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            column.put(pair[0], Integer.parseInt(pair[1]));
        }
        ArrayNode rows = data.putArray("rowset");
        for (String value : values) {
            rows.addArray().add(value);
        }
        return data.toString();
    }

    @Test
    void namesTypesAsSnowflakeDoes() {
        assertThat(account.run(canned("fixed precision=12 scale=2", "1.00"))
                        .page()
                        .columns()
                        .get(0)
                        .type())
                .isEqualTo("NUMBER(12,2)");
        assertThat(account.run(canned("fixed precision=38 scale=0", "1"))
                        .page()
                        .columns()
                        .get(0)
                        .type())
                .isEqualTo("NUMBER(38,0)");
    }

    /** Values of one column as they go into a join. */
    private static RowBatch.Column joined(String declared, String type, String... values) {
        Field field = Field.optional("V", SnowflakeTypes.parse(declared));
        TableRef table = TableRef.parse("snow.SALES.PUBLIC.T" + ++asked);
        SnowflakeRows rows = new SnowflakeRows(
                new Connections(SnowflakeSettings.of(account.standIn().properties())),
                new PinnedTable(table, OptionalLong.empty(), Optional.empty()),
                AsOf.LATEST,
                List.of(field),
                OptionalLong.empty());
        PinnedRows.Leaf leaf = rows.leaf(ScanRequest.ALL);
        account.standIn().can(leaf.text(), answer(type, values));
        try (RowStream stream = leaf.open(Account.SOON)) {
            RowBatch batch = stream.next().orElseThrow();
            assertThat(batch.rows()).isEqualTo(values.length);
            assertThat(stream.next()).isEmpty();
            return batch.columns().get(0);
        }
    }

    private static List<Long> longs(String declared, String type, String... values) {
        RowBatch.Longs column = (RowBatch.Longs) joined(declared, type, values);
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            all.add(column.nulls().get(i) ? null : column.values()[i]);
        }
        return all;
    }

    @Test
    void sendsExactNumbersIntoJoins() {
        String whole = "fixed precision=38 scale=0";
        assertThat(longs("NUMBER(38,0)", whole, "0", null, "-42", "999999999999999999"))
                .containsExactly(0L, null, -42L, 999999999999999999L);
        assertThat(longs("NUMBER(12,2)", "fixed precision=12 scale=2", "0.10", "-5", "1.5", null))
                .containsExactly(10L, -500L, 150L, null);
        RowBatch.Texts large = (RowBatch.Texts) joined("NUMBER(38,0)", whole, "1", null, NINES, "-" + NINES);
        assertThat(large.values()).startsWith("1", null, NINES, "-" + NINES);
    }

    @Test
    void sendsTimesIntoJoins() {
        assertThat(longs("DATE", "date", "-719162", "2932896", null)).containsExactly(-719162L, 2932896L, null);
        assertThat(longs("TIME(9)", "time scale=9", "86399.999999000", null)).containsExactly(86_399_999_999L, null);
        assertThat(longs("TIMESTAMP_NTZ(9)", "timestamp_ntz scale=9", "-0.000001000", "1711846800.123456000", null))
                .containsExactly(-1L, 1_711_846_800_123_456L, null);
        assertThat(longs("TIMESTAMP_LTZ(9)", "timestamp_ltz scale=9", "-62135596800.000000000"))
                .containsExactly(-62_135_596_800_000_000L);
        assertThat(longs("TIMESTAMP_TZ(9)", "timestamp_tz scale=9", "1711846800.000001000 1785"))
                .containsExactly(1_711_846_800_000_001L);
    }

    @Test
    void refusesToLoseNanosecondsInJoins() {
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> joined("TIMESTAMP_NTZ(9)", "timestamp_ntz scale=9", "1711846800.123456789"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("column V of snow.SALES.PUBLIC.T");
    }

    @Test
    void sendsOtherValuesIntoJoins() {
        RowBatch.Doubles doubles = (RowBatch.Doubles) joined("FLOAT", "real", "NaN", "-inf", "5e-324", null);
        assertThat(Arrays.copyOf(doubles.values(), 3)).containsExactly(Double.NaN, Double.NEGATIVE_INFINITY, 4.9e-324);
        assertThat(doubles.nulls().get(3)).isTrue();
        assertThat(longs("BOOLEAN", "boolean", "1", "0", null)).containsExactly(1L, 0L, null);
        assertThat(((RowBatch.Texts) joined("VARCHAR(10)", "text length=10", "", null, "x")).values())
                .startsWith("", null, "x");
        assertThat(((RowBatch.Texts) joined("VARIANT", "variant", "{\"a\": 1}", null)).values())
                .startsWith("{\"a\": 1}", null);
        RowBatch.Binaries binaries = (RowBatch.Binaries) joined("BINARY(8)", "binary length=8", "00FF", "", null);
        assertThat(binaries.values()[0]).containsExactly(0, -1);
        assertThat(binaries.values()[1]).isEmpty();
        assertThat(binaries.values()[2]).isNull();
    }
}
