package io.mcpbuffet.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.StandaloneFlags;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tools compare and profile over random tables, held against what the rows say. */
class CompareRowsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEYS = 200;

    @TempDir
    private Path directory;

    private BuffetServer server;

    /** A row's value by its key; NULL is written as null. */
    private record Rows(Map<Integer, String> values) {
        static Rows random(Random random) {
            Map<Integer, String> values = new TreeMap<>();
            for (int key = 0; key < KEYS; key++) {
                if (random.nextInt(4) > 0) {
                    values.put(key, random.nextInt(8) == 0 ? null : "v" + random.nextInt(3));
                }
            }
            return new Rows(values);
        }

        String[] statements(String table, boolean keyed) {
            List<String> rows = new ArrayList<>();
            values.forEach(
                    (key, value) -> rows.add("(" + key + ", " + (value == null ? "NULL" : "'" + value + "'") + ")"));
            return new String[] {
                "CREATE TABLE " + table + " (id INTEGER" + (keyed ? " PRIMARY KEY" : "") + ", change VARCHAR)",
                "INSERT INTO " + table + " VALUES " + String.join(", ", rows)
            };
        }

        long nulls() {
            return values.values().stream().filter(v -> v == null).count();
        }
    }

    static Stream<Long> seeds() {
        return new Random(20_260_302).longs(4).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void countsAndShowsChangedRowsByKeyOrAsAMultiset(long seed) throws Exception {
        Random random = new Random(seed);
        Rows left = Rows.random(random);
        Rows right = Rows.random(random);
        boolean keyed = random.nextBoolean();
        Path file = Duck.write(
                directory.resolve("pairs.duckdb"),
                Stream.of(left.statements("l", keyed), right.statements("r", keyed))
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
        String pair = "{\"left\":\"l\",\"right\":\"r\",\"detail\":\"rows\"";
        JsonNode rows = call(file, "compare", pair + "}").path("rows");
        JsonNode byKey = call(file, "compare", pair + ",\"key\":[\"ID\"]}").path("rows");
        TreeSet<Integer> keys = new TreeSet<>(left.values().keySet());
        keys.addAll(right.values().keySet());
        Map<String, Long> expected = new HashMap<>();
        keys.forEach(key -> expected.merge(kind(left, right, key), 1L, Long::sum));
        long changed = expected.getOrDefault("changed", 0L);
        assertThat(rows.path("added").asLong()).isEqualTo(expected.getOrDefault("added", 0L) + (keyed ? 0 : changed));
        assertThat(rows.path("removed").asLong())
                .isEqualTo(expected.getOrDefault("removed", 0L) + (keyed ? 0 : changed));
        assertThat(rows.path("changed").asLong(-1)).isEqualTo(keyed ? changed : -1);
        assertThat(byKey.path("changed").asLong(-1)).isEqualTo(changed);
        assertThat(byKey.path("added").asLong(-1)).isEqualTo(expected.getOrDefault("added", 0L));
        assertThat(byKey.path("removed").asLong(-1)).isEqualTo(expected.getOrDefault("removed", 0L));
        assertThat(rows.path("truncated").asBoolean()).isTrue();
        for (JsonNode row : rows.path("rows")) {
            int key = row.path(1).asInt();
            Rows side = List.of("added", "after").contains(row.path(0).asText()) ? right : left;
            assertThat(row.path(2).textValue()).isEqualTo(side.values().get(key));
            assertThat(kind(left, right, key)).isNotEqualTo("same");
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findingsHaveTheFiguresOfTheRows(long seed) throws Exception {
        Random random = new Random(seed);
        Rows left = Rows.random(random);
        Rows right = new Rows(new TreeMap<>(left.values()));
        right.values().replaceAll((key, value) -> key % 3 == 0 ? null : value);
        right.values().put(KEYS + random.nextInt(50), "w");
        Path file = Duck.write(
                directory.resolve("found.duckdb"),
                Stream.of(left.statements("l", false), right.statements("r", false))
                        .flatMap(Stream::of)
                        .toArray(String[]::new));
        Map<String, String> found = new TreeMap<>();
        call(file, "compare", "{\"left\":\"l\",\"right\":\"r\",\"detail\":\"rows\"}")
                .path("findings")
                .forEach(f -> found.put(
                        f.path("finding").asText() + " " + f.path("column").asText(),
                        f.path("left").asText() + " -> " + f.path("right").asText() + " "
                                + f.path("exact").asBoolean()));
        assertThat(found)
                .containsEntry("null_rate change", percent(left) + " -> " + percent(right) + " true")
                .containsEntry(
                        "bound id (max)",
                        last(left.values().keySet()) + " -> "
                                + last(right.values().keySet()) + " true")
                .containsEntry("bound change (max)", "v2 -> w true")
                .hasSize(3);
    }

    private static String percent(Rows rows) {
        return String.format(
                Locale.ROOT, "%.1f %%", 100.0 * rows.nulls() / rows.values().size());
    }

    private static int last(java.util.Set<Integer> keys) {
        return keys.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private static String kind(Rows left, Rows right, int key) {
        if (!left.values().containsKey(key)) {
            return "added";
        }
        if (!right.values().containsKey(key)) {
            return "removed";
        }
        String was = left.values().get(key);
        String is = right.values().get(key);
        return (was == null ? is == null : was.equals(is)) ? "same" : "changed";
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void profilesWhatTheRowsSay(long seed) throws Exception {
        Rows rows = Rows.random(new Random(seed));
        Path file = Duck.write(directory.resolve("one.duckdb"), rows.statements("t", false));
        JsonNode profile = call(file, "profile", "{\"table\":\"t\",\"mode\":\"sample\"}");
        assertThat(profile.at("/row_count/value").asInt())
                .isEqualTo(rows.values().size());
        JsonNode column = profile.at("/columns/1");
        assertThat(column.at("/null_count/value").asLong()).isEqualTo(rows.nulls());
        assertThat(column.at("/null_count/exact").asBoolean()).isTrue();
        Map<String, Long> counts = new TreeMap<>();
        rows.values().values().stream().filter(v -> v != null).forEach(v -> counts.merge(v, 1L, Long::sum));
        assertThat(column.at("/distinct/value").asInt()).isEqualTo(counts.size());
        column.path("top_values").forEach(top -> assertThat(top.path("count").asLong())
                .isEqualTo(counts.get(top.path("value").asText())));
        assertThat(column.at("/patterns/0/value").asText()).isEqualTo("a9");
        JsonNode histogram = profile.at("/columns/0/histogram");
        long binned = 0;
        for (JsonNode bin : histogram) {
            binned += bin.asLong();
        }
        assertThat(binned).isEqualTo(rows.values().size());
    }

    @Test
    void aKeyThatIsGivenMayBeNullAndRepeated() throws Exception {
        Path file = Duck.write(
                directory.resolve("given.duckdb"),
                "CREATE TABLE l (id INTEGER, part VARCHAR, v INTEGER)",
                "INSERT INTO l VALUES (1, 'a', 1), (NULL, 'b', 2), (3, 'c', 3), (3, 'c', 3)",
                "CREATE TABLE r (id INTEGER, part VARCHAR, v INTEGER)",
                "INSERT INTO r VALUES (1, 'a', 1), (NULL, 'b', 20), (4, 'd', 4), (4, 'd', 5), (4, 'e', 6)");
        String both = "{\"left\":\"l\",\"right\":\"r\",\"key\":[\"id\",\"part\"]";
        JsonNode compared = call(file, "compare", both + ",\"detail\":\"rows\"}");
        JsonNode rows = compared.path("rows");
        assertThat(rows.path("changed").asInt()).isEqualTo(1);
        assertThat(rows.path("added").asInt()).isEqualTo(3);
        assertThat(rows.path("removed").asInt()).isEqualTo(2);
        assertThat(rows.path("duplicate_keys").asInt()).isEqualTo(1);
        assertThat(rows.path("duplicate_keys_before").asInt()).isEqualTo(1);
        assertThat(compared.path("findings").toString()).contains("duplicate_keys", "id, part");
        assertThat(call(file, "compare", both + "}").path("hint").asText()).contains("detail rows");
        JsonNode unknown =
                call(file, "compare", "{\"left\":\"l\",\"right\":\"r\",\"key\":[\"prt\"],\"detail\":\"rows\"}");
        assertThat(unknown.path("message").asText()).contains("'prt'", "both sides");
        assertThat(unknown.path("hint").asText()).contains("'part'");
    }

    @Test
    void fewWholeNumbersAreCountedOneByOne() throws Exception {
        Path file = Duck.write(
                directory.resolve("few.duckdb"),
                "CREATE TABLE t (few INTEGER, one BIGINT, many INTEGER, part DECIMAL(4, 1), nothing INTEGER)",
                "INSERT INTO t SELECT 1 + i % 3, 7, i, i / 10, NULL FROM range(30) r(i)");
        JsonNode columns =
                call(file, "profile", "{\"table\":\"t\",\"mode\":\"sample\"}").path("columns");
        assertThat(columns.at("/0/histogram").toString()).isEqualTo("[10,10,10]");
        assertThat(columns.at("/1/histogram").toString()).isEqualTo("[30]");
        assertThat(columns.at("/2/histogram").toString()).isEqualTo("[3,3,3,3,3,3,3,3,3,3]");
        assertThat(columns.at("/3/histogram").size()).isEqualTo(10);
        assertThat(columns.at("/4/histogram").size()).isZero();
    }

    @Test
    void saysWhatCannotBeCompared() throws Exception {
        Path file =
                Duck.write(directory.resolve("odd.duckdb"), "CREATE TABLE a (x INTEGER)", "CREATE TABLE b (y INTEGER)");
        assertThat(call(file, "compare", "{\"left\":\"a\"}").path("hint").asText())
                .contains("left_as_of");
        assertThat(call(file, "compare", "{\"left\":\"a\",\"left_as_of\":\"-P1D\"}")
                        .path("code")
                        .asText())
                .isEqualTo("UNSUPPORTED");
        assertThat(call(file, "compare", "{\"left\":\"a\",\"right\":\"b\",\"detail\":\"rows\"}")
                        .path("message")
                        .asText())
                .contains("no column in common");
        assertThat(call(file, "profile", "{\"table\":\"a\"}").path("hint").asText())
                .contains("sample");
        assertThat(call(file, "profile", "{\"table\":\"a\",\"mode\":\"sample\"}")
                        .at("/row_count/value")
                        .asInt(-1))
                .isZero();
    }

    /** Of a server for all calls about a file. */
    private ObjectNode call(Path file, String name, String arguments) throws Exception {
        if (server == null) {
            server = BuffetServer.open(StandaloneFlags.read(
                    List.of("--path", file.toString()), List.of(new DuckDbProvider()), Environment.system()));
        }
        Tool tool = server.tools().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        ToolResult result = tool.handler()
                .call(
                        JSON.readTree(arguments),
                        new CallContext(Progress.NONE, Instant.now().plusSeconds(60)));
        return result.structured();
    }

    @AfterEach
    void close() {
        server.close();
    }
}
