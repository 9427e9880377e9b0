package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.spi.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open();
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Test
    void tellsPartitionsAndBytesAndRunsNothing() {
        Explanation explanation = account.catalog()
                .explain(Account.query("SELECT * FROM snow.SALES.PUBLIC.ORDERS WHERE id < 5"), Progress.NONE);
        assertThat(explanation.engine()).isEqualTo("snowflake");
        assertThat(explanation.files()).hasValue(4);
        assertThat(explanation.bytes()).hasValue(65_536);
        assertThat(explanation.tables()).singleElement().satisfies(scan -> {
            assertThat(scan.table().table()).hasToString("snow.SALES.PUBLIC.ORDERS");
            assertThat(scan.files()).hasValue(4);
            assertThat(scan.filesTotal()).hasValue(40);
        });
        assertThat(explanation.plan()).contains("TableScan", "SALES.PUBLIC.ORDERS");
        assertThat(account.standIn().executed())
                .containsExactly("EXPLAIN USING JSON SELECT * FROM SALES.PUBLIC.ORDERS WHERE id < 5");
    }

    @Test
    void explainsQueriesOnly() {
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> account.catalog().explain(Account.query("SHOW TABLES"), Progress.NONE));
        assertThat(failure).hasMessageContaining("Only a query can be explained");
    }
}
