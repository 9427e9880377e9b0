package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.snowflake.standin.SalesAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases and schemas that the configuration hides, by whatever name they are called. */
class HiddenTest {
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(
                SalesAccount.start(),
                Map.of("include", "SALES", "exclude", "sales.PRIVATE, *.eu?west"),
                "CREATE SCHEMA SALES.PRIVATE",
                "CREATE TABLE SALES.PRIVATE.PAY (a INTEGER)",
                "CREATE TABLE SALES.PRIVATE.ORDERS (a INTEGER)");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void forget() {
        account.standIn().forget();
    }

    private static LakeException failure(String sql) {
        return catchThrowableOfType(LakeException.class, () -> account.run(sql));
    }

    @Test
    void listsWhatIsShown() {
        assertThat(account.catalog()
                        .namespaces(Optional.empty(), PageRequest.first(10))
                        .items())
                .extracting(NamespaceEntry::namespace)
                .containsExactly(Namespace.of("SALES"));
        assertThat(account.catalog()
                        .namespaces(Optional.of(Namespace.of("SALES")), PageRequest.first(10))
                        .items())
                .extracting(NamespaceEntry::namespace)
                .containsExactly(Namespace.of("SALES", "PUBLIC"));
    }

    @Test
    void knowsNothingOfTheRest() {
        for (String table : List.of("snow.SALES.PRIVATE.PAY", "snow.HR.PRIVATE.SALARIES")) {
            LakeException failure = catchThrowableOfType(
                    LakeException.class, () -> account.catalog().table(TableRef.parse(table), AsOf.LATEST));
            assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(account.standIn().executed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM HR.PRIVATE.SALARIES",
                "SELECT * FROM snow.HR.PRIVATE.SALARIES",
                "SELECT * FROM hr . \"PRIVATE\" . salaries",
                "SELECT * FROM \"HR\".private.\"SALARIES\"",
                "SELECT * FROM PRIVATE.PAY",
                "SELECT * FROM sales.private.pay",
                "SELECT * FROM HR..SALARIES",
                "SELECT (SELECT max(a) FROM PRIVATE.PAY) AS m",
                "SELECT * FROM ORDERS WHERE id IN (SELECT a FROM PRIVATE.PAY)",
                "SELECT * FROM ORDERS o, PRIVATE.PAY p",
                "SELECT * FROM ORDERS o JOIN (SELECT * FROM PRIVATE.PAY) p ON TRUE",
                "WITH t AS (SELECT * FROM PRIVATE.PAY) SELECT * FROM t",
                "WITH PAY AS (SELECT 1 AS a) SELECT * FROM PRIVATE.PAY",
                "SELECT * FROM (PRIVATE.PAY)",
                "SELECT * FROM ORDERS UNION ALL SELECT a, a, a, 'x' FROM PRIVATE.PAY",
                "SELECT * FROM PRIVATE.PAY AT(OFFSET => -60)",
                "EXPLAIN SELECT * FROM PRIVATE.PAY",
                "SELECT * FROM SALES.\"eu.west\".T",
                "SELECT * FROM IDENTIFIER('HR.PRIVATE.SALARIES')",
                "SELECT * FROM SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY",
                "SHOW TABLES IN DATABASE HR",
                "DESCRIBE TABLE HR.PRIVATE.SALARIES"
            })
    void refusesStatementsAboutTheRest(String sql) {
        LakeException failure = failure(sql);
        assertThat(failure).as(sql).isNotNull();
        assertThat(failure.code()).isIn(ErrorCode.PERMISSION_DENIED, ErrorCode.SQL_REJECTED, ErrorCode.NOT_FOUND);
        assertThat(account.standIn().executed()).as(sql).isEmpty();
        assertThat(account.standIn().sent("describe")).as(sql).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count(*) AS n FROM ORDERS",
                "SELECT count(*) AS n FROM PUBLIC.ORDERS",
                "SELECT count(*) AS n FROM sales.\"PUBLIC\".orders",
                "SELECT count(*) AS n FROM snow.SALES.PUBLIC.ORDERS",
                "WITH PRIVATE AS (SELECT * FROM ORDERS) SELECT count(*) AS n FROM PRIVATE",
                "SELECT count(*) AS n FROM ORDERS HR"
            })
    void runsStatementsAboutWhatIsShown(String sql) {
        assertThat(account.rows(sql)).containsExactly(List.of(1000L));
    }
}
