package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo lakehouse, made and shown by processes of their own. */
@Timeout(180)
class DemoCommandTest {
    @TempDir
    private static Path directory;

    private static CommandLine.Ended shown;

    private final CommandLine line = CommandLine.in(directory);

    @BeforeAll
    static void show() {
        shown = CommandLine.in(directory).run("demo", "--dir", "lake house");
    }

    @Test
    void showsTheWholeTour() {
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.err()).contains("making the demo lakehouse");
        assertThat(shown.out())
                .contains("sales    iceberg  up", "crm      iceberg  up", "ops      duckdb   up")
                .contains("channel      string          web, app or phone; not known before April")
                .contains("read sales.shop.orders at snapshot", "AT (VERSION => 'tag:eom-2026-05')")
                .contains("READ_ONLY: The statement DELETE would write")
                .contains("\"mcpServers\"")
                .doesNotContain("\u001b[");
    }

    @Test
    void theEarlierMomentHasFewerOrders() {
        JsonNode now = query("SELECT count(*) FROM sales.shop.orders");
        JsonNode then = query("SELECT count(*) FROM sales.shop.orders AT (VERSION => 'tag:eom-2026-03')");
        assertThat(now.toString()).isEqualTo("[[299500]]");
        assertThat(then.toString()).isEqualTo("[[150000]]");
    }

    @Test
    void holdsAboutAMillionRowsWithDeletesApplied() {
        JsonNode rows =
                query("SELECT (SELECT count(*) FROM sales.shop.order_lines), (SELECT count(*) FROM crm.people.tickets),"
                        + " (SELECT count(*) FROM crm.people.customers), (SELECT count(*) FROM ops.main.shipments)");
        assertThat(rows.toString()).isEqualTo("[[600000,74900,19980,290000]]");
    }

    @Test
    void readsNestedColumnsRenamedColumnsAndViews() {
        assertThat(query("SELECT DISTINCT address.country FROM crm.people.customers ORDER BY 1")
                        .toString())
                .isEqualTo("[[\"AT\"],[\"CZ\"],[\"DE\"],[\"ES\"],[\"FR\"]]");
        assertThat(query("SELECT count(amount), count(channel) FROM sales.shop.orders")
                        .toString())
                .isEqualTo("[[299500,149500]]");
        assertThat(query("SELECT count(*), sum(orders) FROM sales.shop.monthly_revenue")
                        .toString())
                .isEqualTo("[[6,299500]]");
    }

    @Test
    void isMadeOnce() {
        Path configuration = directory.resolve("lake house").resolve("buffet.yaml");
        assertThat(Files.exists(configuration)).isTrue();
        CommandLine.Ended again = line.run("demo", "--dir", "lake house", "--serve");
        assertThat(again.code()).isZero();
        assertThat(again.err()).doesNotContain("making");
    }

    private JsonNode query(String sql) {
        String configuration =
                directory.resolve("lake house").resolve("buffet.yaml").toString();
        CommandLine.Ended ended = line.run("query", sql, "--json", "--config", configuration);
        assertThat(ended.code()).as(ended.err()).isZero();
        return Json.read(ended.out()).path("rows");
    }
}
