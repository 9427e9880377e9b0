package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of one table whose names differ in case only, which the engine below would take for one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwinNamesTest {
    @TempDir
    private static Path warehouse;

    private LakeEngine lake;

    @BeforeAll
    void make() {
        lake = new LakeEngine(warehouse);
        Types.StructType struct = Types.StructType.of(Types.NestedField.optional(20, "KEY", Types.StringType.get()));
        Schema schema = new Schema(
                Types.NestedField.optional(1, "id", Types.LongType.get()),
                Types.NestedField.optional(2, "key", Types.StringType.get()),
                Types.NestedField.optional(3, "KEY", Types.StringType.get()),
                Types.NestedField.optional(4, "s", struct));
        append(
                lake.create("twins", schema, 2),
                row(1L, "b", "y", LakeEngine.record(new Schema(struct.fields()), "s1")),
                row(2L, "a", "z", LakeEngine.record(new Schema(struct.fields()), "s2")));
        Schema turned = new Schema(
                Types.NestedField.optional(1, "KEY", Types.StringType.get()),
                Types.NestedField.optional(2, "key", Types.StringType.get()));
        append(lake.create("turned", turned, 2), row("y", "turned b"), row("z", "turned a"));
        Schema plain = new Schema(
                Types.NestedField.optional(1, "n", Types.LongType.get()),
                Types.NestedField.optional(2, "KEY", Types.StringType.get()));
        append(lake.create("plain", plain, 2), row(1L, "p1"), row(2L, "p2"));
    }

    @AfterAll
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT count(*) FILTER (WHERE \"KEY\" = 'y') FROM twins | 1",
                "SELECT count(*) FILTER (WHERE \"key\" = 'y') FROM twins | 0",
                "SELECT id FROM twins WHERE s.\"KEY\" = 's2' | 2",
                "SELECT id FROM twins t WHERE t.s.\"KEY\" = 's2' AND t.\"KEY\" = 'z' | 2",
                "SELECT twins.\"KEY\" FROM twins WHERE \"key\" = 'a' | z",
                "SELECT id FROM twins ORDER BY \"key\" LIMIT 1 | 2",
                "SELECT id FROM twins ORDER BY \"KEY\" LIMIT 1 | 1",
                "SELECT \"KEY\" FROM (SELECT \"key\", \"KEY\" FROM twins ORDER BY \"key\" LIMIT 1) x(k, \"KEY\") WHERE"
                        + " x.k = 'a' | -",
                "SELECT id AS \"KEY\" FROM twins ORDER BY \"KEY\" DESC LIMIT 1 | 2",
                "SELECT max(\"KEY\") FROM twins GROUP BY \"key\" HAVING \"key\" = 'a' | z",
                "SELECT t.\"KEY\" FROM twins t JOIN plain p ON p.n = t.id WHERE p.\"KEY\" = 'p2' | z",
                "SELECT u.\"key\" FROM twins t JOIN turned u ON t.\"KEY\" = u.\"KEY\" WHERE t.\"key\" = 'a' | turned a",
                "SELECT (SELECT t.\"KEY\" FROM plain p WHERE p.n = t.id) AS m FROM twins t WHERE id = 2 | z",
                "SELECT \"KEY\" FROM plain WHERE n = (SELECT min(id) FROM twins WHERE \"KEY\" = 'z') | p2",
                "SELECT q.\"KEY\" FROM (SELECT \"KEY\" FROM plain WHERE n = 1) q, twins WHERE id = 1 | p1"
            })
    void areWhatTheyAreWrittenAs(String sql, String expected) {
        if (expected.equals("-")) {
            assertThat(lake.failure(sql)).as(sql).hasMessageContaining("case");
        } else {
            assertThat(lake.rows(sql)).as(sql).hasSize(1).allSatisfy(row -> assertThat(String.valueOf(row.get(0)))
                    .isEqualTo(expected));
        }
    }

    @Test
    void sortByTheOneThatIsMeant() {
        String both = "SELECT \"key\", \"KEY\" FROM twins ORDER BY ";
        assertThat(lake.rows(both + "\"key\"")).containsExactly(List.of("a", "z"), List.of("b", "y"));
        assertThat(lake.rows(both + "\"KEY\"")).containsExactly(List.of("b", "y"), List.of("a", "z"));
        assertThat(lake.rows(both + "\"key\" || 'x'")).containsExactly(List.of("a", "z"), List.of("b", "y"));
        assertThat(lake.run(both + "1").page().columns()).extracting("name").containsExactly("key", "KEY");
    }

    @Test
    void areLeftOutOfAStar() {
        var columns = lake.run("SELECT * EXCLUDE (\"KEY\") FROM twins").page().columns();
        assertThat(columns).extracting("name").containsExactly("id", "key", "s");
        columns = lake.run("SELECT t.* EXCLUDE (t.\"KEY\") FROM twins t").page().columns();
        assertThat(columns).extracting("name").containsExactly("id", "key", "s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT kEy FROM twins",
                "SELECT t.kEy FROM twins t",
                "SELECT \"KEY\" FROM (SELECT * FROM twins) x",
                "WITH c AS (SELECT * FROM twins) SELECT c.\"KEY\" FROM c",
                "SELECT count(*) FROM twins JOIN turned USING (\"KEY\")",
                "SELECT count(*) FROM twins NATURAL JOIN plain",
                "SELECT * REPLACE ('x' AS \"KEY\") FROM twins",
                "SELECT * RENAME (\"KEY\" AS other) FROM twins",
                "SELECT id AS \"KEY\" FROM twins ORDER BY \"key\"",
                "SELECT max(id) AS \"KEY\" FROM twins GROUP BY \"key\" HAVING \"KEY\" > '1'",
                "SELECT \"key\", \"KEY\" FROM twins UNION ALL SELECT 'c', 'd' ORDER BY \"key\""
            })
    void areRefusedWhereTheyAreNotClear(String sql) {
        assertThat(lake.failure(sql)).as(sql).hasMessageContaining(sql.contains("NATURAL") ? "NATURAL" : "case");
    }
}
