package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.spi.FakeEngine;
import io.mcpbuffet.spi.FakeTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotToolsTest {
    private final Called lake = new Called(FakeLake.tools(FakeLake.of(FakeLake.lake(), "lake"), new FakeEngine()));

    private List<String> ids(String arguments) {
        return lake.pages("list_snapshots", arguments, "snapshots").stream()
                .map(s -> s.path("snapshot_id").asText())
                .toList();
    }

    private static String id(int i) {
        return Long.toString(FakeTable.FIRST_ID + i);
    }

    @Test
    void idsAreStringsAndNewestComesFirst() {
        JsonNode page = lake.ok("list_snapshots", "{'table': 'lake.sales.orders'}");
        assertThat(page.path("snapshots"))
                .allSatisfy(s -> assertThat(s.path("snapshot_id").isTextual()).isTrue());
        assertThat(ids("{'table': 'lake.sales.orders'}")).containsExactly(id(4), id(3), id(2), id(1), id(0));
    }

    @Test
    void pagesTogetherHoldEverySnapshotOnce() {
        for (int size : List.of(1, 2, 4, 5)) {
            assertThat(ids("{'table': 'lake.sales.orders', 'page_size': " + size + "}"))
                    .containsExactly(id(4), id(3), id(2), id(1), id(0));
        }
    }

    @Test
    void sinceUntilAndRefChoose() {
        assertThat(ids("{'table': 'orders', 'since': '2026-01-04T00:00:00Z'}")).containsExactly(id(4), id(3));
        assertThat(ids("{'table': 'orders', 'until': '2026-01-02T00:00:00Z'}")).containsExactly(id(1), id(0));
        assertThat(ids("{'table': 'orders', 'ref': 'tag:first'}")).containsExactly(id(0));
        assertThat(ids("{'table': 'orders', 'ref': 'first'}")).containsExactly(id(0));
        assertThat(ids("{'table': 'orders', 'since': '-P28D'}")).containsExactly(id(4), id(3));
    }

    @Test
    void aTimeWithoutZoneIsTakenAsUtcAndSaid() {
        assertThat(lake.ok("list_snapshots", "{'table': 'orders', 'since': '2026-01-04T00:00:00'}")
                        .path("warnings")
                        .toString())
                .contains("UTC");
    }

    @Test
    void whatIsNoTimeIsNamed() {
        for (String wrong : List.of("yesterday", "tag:first", "2026-13-01")) {
            JsonNode problem = lake.refused("list_snapshots", "{'table': 'orders', 'since': '" + wrong + "'}");
            assertThat(problem.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
            assertThat(problem.path("message").asText()).contains("'" + wrong);
        }
    }

    @Test
    void aSnapshotIdGoesIntoAsOfUnchanged() {
        JsonNode then = lake.ok("describe", "{'table': 'orders', 'as_of': '" + id(1) + "'}");
        assertThat(then.path("snapshot").path("snapshot_id").asText()).isEqualTo(id(1));
        assertThat(then.path("row_count").asLong()).isEqualTo(20);
    }

    @Test
    void aTableWithoutSnapshotsSaysSo() {
        JsonNode problem = lake.refused("time_travel", "{'table': 'lake.sales.nothing', 'as_of': '1'}");
        assertThat(problem.path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(lake.ok("list_snapshots", "{'table': 'customers'}").path("snapshots"))
                .isEmpty();
    }
}
