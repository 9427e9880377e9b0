package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused never reaches Snowflake; what is allowed does. */
class CorpusTest {
    private static final String ONE_ROW =
            """
            {"rowtype": [{"name": "N", "type": "fixed", "precision": 38, "scale": 0, "nullable": false}], "rowset": [["7"]]}
            """;

    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open();
        account.standIn().can("", ONE_ROW);
        account.standIn().set("answer-all", "yes");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void forget() {
        account.standIn().forget();
    }

    static Stream<Corpus> refused() {
        return Corpus.of("sql-refuse.tsv");
    }

    static Stream<Corpus> allowed() {
        return Corpus.of("sql-allow.tsv");
    }

    private static LakeException failure(String sql) {
        return catchThrowableOfType(LakeException.class, () -> account.run(sql));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithoutAsking(Corpus each) {
        LakeException failure = failure(each.sql());
        assertThat(failure).as(each.sql()).isNotNull();
        assertThat(failure.code()).isIn(ErrorCode.SQL_REJECTED, ErrorCode.READ_ONLY);
        assertThat(failure).hasMessageContaining("[rule ");
        assertThat(account.standIn().executed()).isEmpty();
        assertThat(account.standIn().sent("describe")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void runsWhatIsAllowed(Corpus each) {
        assertThat(account.rows(each.sql())).containsExactly(java.util.List.of(7L));
        assertThat(account.standIn().executed()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT updated_at, \"DELETE\" FROM orders",
                "SELECT REPLACE(note, 'delete', 'x') FROM orders",
                "WITH t (a) AS (SELECT 1), u AS (SELECT * FROM t) SELECT * FROM u",
                "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
                "(SELECT 1) UNION ALL (SELECT 2)",
                "SELECT EXTRACT(YEAR FROM placed), TRIM(BOTH 'x' FROM note) FROM orders",
                "SELECT * FROM orders AT(OFFSET => -60*5)",
                "SELECT * FROM orders BEFORE(STATEMENT => '8e5d0ca9-005e-44e6-b858-a8f5b37c5726')",
                "SELECT $1, $2 FROM VALUES (1, 2)",
                "SELECT a IS DISTINCT FROM b FROM orders",
                "SELECT v['a'][0]::string, v:\"b c\".d FROM t",
                "SELECT x -> 1 FROM orders",
                "EXPLAIN USING TEXT SELECT * FROM orders",
                "DESC VIEW big",
                "SHOW TERSE TABLES IN SCHEMA sales.public LIMIT 5 FROM 'O'"
            })
    void runsWhatOnlyLooksDangerous(String sql) {
        assertThat(account.rows(sql)).containsExactly(java.util.List.of(7L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM '@stage/file.csv'",
                "SELECT * FROM @stage",
                "SELECT * FROM TABLE(my_udtf(1))",
                "SELECT * FROM orders, LATERAL my_udtf(id)",
                "SELECT * FROM my_udtf(1)",
                "SELECT seq.NEXTVAL",
                "SELECT * FROM orders FOR UPDATE",
                "SELECT $secret",
                "SELECT ?",
                "SHOW USERS",
                "SHOW GRANTS TO ROLE x",
                "DESCRIBE INTEGRATION x",
                "DESC RESULT '8e5d0ca9'",
                "EXPLAIN DELETE FROM orders",
                "EXPLAIN SHOW TABLES",
                "WITH t AS (DELETE FROM orders) SELECT * FROM t",
                "WITH t AS (SELECT 1) INSERT INTO x SELECT * FROM t",
                "BEGIN SELECT 1; END",
                "SELECT \"SYSTEM$WAIT\"(1)",
                "SELECT 1\u00a0AS x",
                "CALL p()"
            })
    void refusesWhatTheCorpusDoesNotName(String sql) {
        assertThat(failure(sql)).as(sql).isNotNull().hasMessageContaining("[rule ");
        assertThat(account.standIn().executed()).isEmpty();
    }

    @Test
    void leavesTheLastWordToSnowflake() {
        account.standIn()
                .can(
                        "SELECT looks_harmless() AS x",
                        ONE_ROW.replace("{\"rowtype\"", "{\"statementTypeId\": 12544, \"rowtype\""));
        LakeException failure = failure("SELECT looks_harmless() AS x");
        assertThat(failure).hasMessageContaining("[rule server-verdict]");
        assertThat(account.standIn().sent("describe")).hasSize(1);
        assertThat(account.standIn().executed()).isEmpty();
    }

    @Test
    void boundsTheStatementBeforeAnythingElse() {
        assertThat(failure("SELECT '" + "x".repeat(33_554_432) + "'").code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        String nested = "SELECT * FROM (".repeat(1000) + "SELECT 1 AS x" + ") t".repeat(1000);
        assertThat(failure(nested).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(account.standIn().executed()).isEmpty();
    }
}
