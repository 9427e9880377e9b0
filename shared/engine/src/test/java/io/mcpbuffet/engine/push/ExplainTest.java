package io.mcpbuffet.engine.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.BareDuckDb;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.tool.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} says is committed, so that a change of how statements are planned shows. */
class ExplainTest {
    private static final Path EXPECTED = Path.of("src", "test", "resources", "explain.txt");
    private static final List<String> STATEMENTS = List.of(
            "SELECT count(*), min(ss_sold_date_sk), max(ss_sold_date_sk) FROM store_sales",
            "SELECT * FROM store_sales WHERE ss_sold_date_sk BETWEEN 2450100 AND 2450110 AND ss_quantity % 2 = 0",
            "SELECT s_state, sum(ss_ext_sales_price) AS total FROM store_sales JOIN store ON ss_store_sk = s_store_sk GROUP BY s_state",
            "SELECT sum(ss_quantity) FROM store_sales JOIN date_dim ON ss_sold_date_sk = d_date_sk WHERE d_date = DATE '2022-06-01'",
            "SELECT i_item_id FROM item WHERE i_category LIKE 'Boo%' OR i_category IS NULL ORDER BY i_current_price DESC LIMIT 3",
            "SELECT count(*) FROM web_sales WHERE ws_sold_at >= '2022-03-01' AND ws_sold_at < TIMESTAMP '2022-03-01' + INTERVAL 1 MONTH",
            "SELECT count(ws_item_sk) FROM web_sales WHERE year(ws_sold_at) = 2023",
            "WITH few AS (SELECT * FROM web_sales WHERE ws_order_number < 75) SELECT a.ws_item_sk FROM few a JOIN few b USING (ws_order_number)",
            "SELECT c_first_name FROM customer WHERE c_customer_sk IN (SELECT ws_bill_customer_sk FROM web_sales WHERE ws_sold_date_sk = 2450001)",
            "SELECT ss_item_sk, rank() OVER (PARTITION BY ss_store_sk ORDER BY ss_quantity) AS r FROM store_sales LIMIT 5",
            "SELECT ws_sold_date_sk AS day FROM web_sales WHERE ws_sold_date_sk > 2450700 UNION ALL SELECT ss_sold_date_sk FROM store_sales"
                    + " WHERE ss_sold_date_sk < 2450005");

    @TempDir
    private Path directory;

    @Test
    void saysWhatIsCommitted() throws Exception {
        Path database = directory.resolve("retail.duckdb");
        try (BareDuckDb bare = BareDuckDb.open(database)) {
            RetailLake.retail(bare);
        }
        Lake lake = new Lake(Files.createDirectory(directory.resolve("retail")));
        RetailLake.copy(database, lake);
        try (FederatedEngine engine = new FederatedEngine(
                lake.open(true), EngineWorkers.create(Limits.DEFAULT), Limits.DEFAULT, Clock.systemUTC())) {
            String all = STATEMENTS.stream().map(sql -> text(engine, sql)).collect(Collectors.joining("\n"));
            assertThat(all).doesNotContain(directory.toString());
            Committed.text(EXPECTED, all);
        }
    }

    /** Without what differs from run to run, and bytes, which belong to who writes files. */
    private static String text(FederatedEngine engine, String sql) {
        Explanation plan = engine.explain(
                new Query(sql, AsOf.LATEST, Optional.empty(), 200, Duration.ofSeconds(60), Optional.empty()),
                Progress.NONE);
        StringBuilder text = new StringBuilder("> " + sql + "\n");
        for (Explanation.Scan scan : plan.tables()) {
            text.append(scan.table().table())
                    .append(scan.table().snapshotId().isPresent() ? " at a snapshot" : "")
                    .append(", files ")
                    .append(scan.files().orElse(-1))
                    .append(" of ")
                    .append(scan.filesTotal().orElse(-1))
                    .append(scan.bytes().orElse(0) > 0 ? ", some bytes" : ", no bytes")
                    .append(", pushed ")
                    .append(scan.filtersPushed())
                    .append(", left ")
                    .append(scan.filtersLeft())
                    .append('\n');
        }
        plan.rowsEstimate().ifPresent(rows -> text.append("About ").append(rows).append(" rows\n"));
        return text.append(plan.plan()).append('\n').toString();
    }
}
