package io.mcpbuffet.engine.bind;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.Tables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements over tables of another system, {@code far.db.tN}, each run also over a local copy of them, {@code near.main.tN}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JoinKeysTest {
    @TempDir
    private static Path directory;

    private final FarTable far = new FarTable();
    private FederatedEngine engine;

    @BeforeAll
    void open() throws Exception {
        FileTables near = new FileTables()
                .add(
                        "near",
                        directory,
                        "CREATE TABLE t5000 AS " + FarTable.copy(5000),
                        "CREATE TABLE t2000 AS " + FarTable.copy(2000),
                        "CREATE TABLE few (k INTEGER, name VARCHAR, x DOUBLE, id BIGINT)",
                        "INSERT INTO few VALUES (3, 's3', 3, 3), (4, 's4', 4, 4), (4, 's44', 4, 44), (NULL, NULL, NULL, NULL),"
                                + " (999, 's999', 9, 4999), (-1, 'none', 0, -1)",
                        "CREATE TABLE many AS SELECT range AS id FROM range(3000)",
                        "CREATE TABLE none AS SELECT * FROM few WHERE false");
        engine = new FederatedEngine(
                new Both(near, far), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC());
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @BeforeEach
    void forget() {
        far.narrowed();
    }

    private List<List<Object>> rows(String sql) {
        return engine.run(query(sql), Progress.NONE).page().rows();
    }

    private static Query query(String sql) {
        return new Query(sql, AsOf.LATEST, Optional.empty(), 200, Duration.ofSeconds(60), Optional.empty());
    }

    private void agrees(String sql) {
        String here = sql.replace("far.db.", "near.main.");
        assertThat(rows("SELECT * FROM (" + sql + ") ORDER BY ALL"))
                .as(sql)
                .isEqualTo(rows("SELECT * FROM (" + here + ") ORDER BY ALL"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f.name, t.id FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k",
                "SELECT f.name, t.id FROM far.db.t5000 t JOIN near.main.few f ON f.k = t.k",
                "SELECT f.name, t.id FROM far.db.t5000 t, near.main.few f WHERE f.name = t.s AND t.id < 4000",
                "SELECT f.name, t.id FROM near.main.few f LEFT JOIN far.db.t5000 t ON t.k = f.k",
                "SELECT f.name, t.id FROM far.db.t5000 t RIGHT JOIN near.main.few f ON t.k = f.k",
                "SELECT few.name, t.id FROM near.main.few JOIN far.db.t5000 t USING (k)",
                "SELECT f.name, t.id FROM near.main.few f FULL JOIN far.db.t5000 t ON t.k = f.k WHERE f.id = t.id",
                "SELECT count(*) FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k AND t.id > f.id",
                "SELECT f.name, u.s FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k JOIN far.db.t2000 u ON u.id = f.id",
                "WITH c AS (SELECT t.s, f.name FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k)"
                        + " SELECT a.s, b.name FROM c a JOIN c b ON a.s = b.s",
                "SELECT name, (SELECT max(t.id) FROM far.db.t5000 t JOIN near.main.few g ON t.k = g.k WHERE g.k = o.k) AS m"
                        + " FROM near.main.few o"
            })
    void narrowsAndChangesNoAnswer(String sql) {
        agrees(sql);
        assertThat(far.narrowed()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT f.name, t.id FROM far.db.t5000 t LEFT JOIN near.main.few f ON t.k = f.k WHERE t.id < 50",
                "SELECT f.name, t.id FROM far.db.t5000 t FULL JOIN near.main.few f ON t.k = f.k WHERE t.id < 50 OR t.id IS NULL",
                "SELECT t.id FROM far.db.t5000 t ANTI JOIN near.main.few f ON t.k = f.k WHERE t.id < 50",
                "SELECT f.name, t.id FROM near.main.few f JOIN far.db.t5000 t ON t.x = f.x",
                "SELECT f.name, t.id FROM near.main.few f JOIN far.db.t5000 t ON t.s = f.k::VARCHAR",
                "SELECT f.name, t.id FROM near.main.few f JOIN far.db.t5000 t ON t.k IS NOT DISTINCT FROM f.k WHERE t.id < 50",
                "SELECT f.name, t.id FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k OR t.id = f.id",
                "SELECT f.name, t.id FROM near.main.few f ASOF JOIN far.db.t5000 t ON f.id >= t.id WHERE f.k = t.k",
                "SELECT f.name, t.id FROM near.main.few f POSITIONAL JOIN far.db.t5000 t WHERE f.k = t.k",
                "SELECT count(*) FROM near.main.many m JOIN far.db.t5000 t ON m.id = t.id",
                "SELECT count(*) FROM near.main.few f(a, b, k, d) JOIN far.db.t5000 t ON t.k = f.d"
            })
    void leavesRowsAsTheyAreWhereTheyMatterOrTheKeysAreMany(String sql) {
        agrees(sql);
        assertThat(far.narrowed()).isEmpty();
    }

    @Test
    void readsOnlyKeysOfRowsThatTheStatementKeeps() {
        rows(
                "SELECT count(*) FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k WHERE f.name LIKE 's4%' AND f.id < 100");
        assertThat(far.narrowed()).singleElement().satisfies(in -> {
            assertThat(in.column().path()).containsExactly("k");
            assertThat(in.values()).extracting(Literal::toString).containsExactly("4");
        });
    }

    /** A condition that NULLs meet says nothing of the rows that an outer join drops. */
    @Test
    void takesNoConditionOnWhatAnOuterJoinMayLeaveOut() {
        String sql =
                "SELECT m.id, f.name FROM near.main.many m LEFT JOIN (near.main.few f JOIN far.db.t5000 t ON t.k = f.k)"
                        + " ON m.id = f.id WHERE f.name IS NULL AND m.id < 10";
        agrees(sql);
        assertThat(far.narrowed()).singleElement().satisfies(in -> assertThat(in.values())
                .hasSize(4));
    }

    @Test
    void asksNobodyWhereNoKeyIsLeft() {
        long before = far.opened();
        assertThat(rows("SELECT count(*) FROM near.main.none f JOIN far.db.t5000 t ON t.k = f.k"))
                .containsExactly(List.of(0));
        assertThat(far.opened()).isEqualTo(before);
    }

    @Test
    void narrowsTheLargerOfTwoThatAreSent() {
        agrees("SELECT a.s, b.x FROM far.db.t5000 a JOIN far.db.t2000 b ON a.id = b.id WHERE b.id IN (1, 2)");
        String sql = "SELECT count(*) FROM far.db.t5000 a JOIN far.db.t2000 b ON a.k = b.k WHERE b.k < 3";
        long before = far.sent();
        assertThat(rows(sql)).isEqualTo(rows(sql.replace("far.db.", "near.main.")));
        assertThat(far.sent() - before).isLessThan(2200);
    }

    @Test
    void saysSoInExplain() {
        String plan = engine.explain(
                        query("SELECT count(*) FROM near.main.few f JOIN far.db.t5000 t ON t.k = f.k"), Progress.NONE)
                .plan();
        assertThat(plan)
                .contains("GET t5000, narrowed to the values of near.main.few.k in k where they are 1000 at most");
        assertThat(far.narrowed()).isEmpty();
    }

    private record Both(FileTables near, FarTable far) implements Tables {
        @Override
        public TableRef resolve(List<String> parts) {
            return parts.get(0).equals("far")
                    ? new TableRef("far", Namespace.of("db"), parts.get(2))
                    : near.resolve(parts);
        }

        @Override
        public Catalog catalog(TableRef table) {
            return table.catalog().equals("far") ? far : near.catalog(table);
        }

        @Override
        public List<String> catalogs() {
            return List.of("near", "far");
        }
    }
}
