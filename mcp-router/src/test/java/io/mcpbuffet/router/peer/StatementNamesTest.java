package io.mcpbuffet.router.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM far.main.t|SELECT * FROM main.t",
                "SELECT far.main.t.id FROM far.main.t JOIN FAR.main.u USING (id)|SELECT main.t.id FROM main.t JOIN main.u USING (id)",
                "SELECT 1 FROM \"far\".main.t, far.t|SELECT 1 FROM main.t, t",
                "SELECT 1 FROM (far.main.t a CROSS JOIN far.main.u b)|SELECT 1 FROM (main.t a CROSS JOIN main.u b)",
                "SELECT far.id FROM far.main.t far WHERE far.x.y = 1|SELECT far.id FROM main.t far WHERE far.x.y = 1",
                "SELECT 'from far.main.t' FROM far.main.t -- far.main.t|SELECT 'from far.main.t' FROM main.t -- far.main.t",
                "SELECT a.far.main FROM far.main.a|SELECT a.far.main FROM main.a",
                "SELECT /* FROM far.main.t */ 1|SELECT /* FROM far.main.t */ 1",
                "WITH w AS (SELECT 1 FROM far.main.t) SELECT * FROM w|WITH w AS (SELECT 1 FROM main.t) SELECT * FROM w",
                "SELECT $$ far.main.t $$ FROM farther.main.t|SELECT $$ far.main.t $$ FROM farther.main.t",
                "SELECT extract(year FROM far.main.t.at) FROM far.main.t|SELECT extract(year FROM main.t.at) FROM main.t",
                "FROM far.main.t AT (VERSION => 1)|FROM main.t AT (VERSION => 1)",
            })
    void leavesOutTheCatalogBeforeTablesOnly(String sql, String sent) {
        assertThat(StatementNames.without("far", sql)).isEqualTo(sent);
    }
}
