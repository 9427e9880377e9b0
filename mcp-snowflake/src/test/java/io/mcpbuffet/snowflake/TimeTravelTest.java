package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.ScanRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading what was, where Snowflake keeps it. */
class TimeTravelTest {
    private static final TableRef ORDERS = TableRef.parse("snow.SALES.PUBLIC.ORDERS");
    private static final TableRef ICE = TableRef.parse("snow.SALES.PUBLIC.ICE");
    private final Instant hourAgo = Instant.now().minus(Duration.ofHours(1));

    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(
                "CREATE TABLE SALES.\"PUBLIC\".CUSTOMER_EARLIER AS SELECT * FROM SALES.\"PUBLIC\".CUSTOMER",
                "CREATE TABLE SALES.\"PUBLIC\".ICE AS SELECT 1 AS id",
                "CREATE TABLE SALES.\"PUBLIC\".ICE_EARLIER AS SELECT 0 AS id",
                "COMMENT ON TABLE SALES.\"PUBLIC\".ICE IS '{\"flags\": \"iceberg\"}'");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void forget() {
        account.standIn().forget();
    }

    private static AsOf at(Instant moment) {
        return new AsOf.Moment(moment, false);
    }

    private static QueryResult run(String sql, AsOf asOf) {
        return account.catalog().run(Account.query(sql, asOf, Account.SOON), Progress.NONE);
    }

    private static LakeException failure(AsOf asOf) {
        return catchThrowableOfType(LakeException.class, () -> account.catalog().table(ORDERS, asOf));
    }

    @Test
    void putsAMomentBehindEachTableThatHasNoneOfItsOwn() {
        QueryResult result = run(
                "SELECT count(*) AS n FROM ORDERS o JOIN CUSTOMER AT(OFFSET => -60) c ON c.id = o.customer_id",
                at(hourAgo));
        String sent = account.standIn().executed().get(0);
        assertThat(sent)
                .contains("FROM ORDERS AT(TIMESTAMP => '", "'::TIMESTAMP_TZ) o JOIN CUSTOMER AT(OFFSET => -60) c ON");
        assertThat(result.tables())
                .extracting(PinnedTable::committedAt)
                .containsExactly(java.util.Optional.of(hourAgo), java.util.Optional.empty());
    }

    @Test
    void readsTheRowsOfThen() {
        assertThat(run("SELECT count(*) AS n FROM ORDERS", at(hourAgo)).page().rows())
                .containsExactly(List.of(100L));
        PinnedRows rows = account.catalog().pin(ORDERS, at(hourAgo));
        assertThat(rows.table().committedAt()).contains(hourAgo);
        assertThat(rows.leaf(ScanRequest.ALL).text())
                .contains(" FROM \"SALES\".\"PUBLIC\".\"ORDERS\" AT(TIMESTAMP => '");
    }

    @Test
    void saysHowFarBackATableGoes() {
        LakeException before = failure(at(Instant.now().minus(Duration.ofDays(8))));
        assertThat(before.code()).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED);
        assertThat(before).hasMessageContaining("keeps its past for 7 days");
        assertThat(before.hint()).startsWith("The oldest moment is about 20");
        assertThat(failure(at(Instant.now().plusSeconds(60))).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(account.catalog().table(ORDERS, at(hourAgo)).warnings())
                .singleElement()
                .asString()
                .contains("describes the present only");
    }

    @Test
    void addsTheOldestMomentWhereSnowflakeItselfRefuses() {
        String sql = "SELECT count(*) AS n FROM ORDERS AT(OFFSET => -99999999)";
        account.standIn()
                .can(
                        sql,
                        "{\"code\": \"000707\", \"success\": false, \"message\": \"Time travel data is not available for table ORDERS\","
                                + " \"data\": {\"sqlState\": \"02000\", \"errorCode\": \"000707\", \"queryId\": \"q\"}}");
        LakeException failure = catchThrowableOfType(LakeException.class, () -> account.run(sql));
        assertThat(failure.code()).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED);
        assertThat(failure).hasMessageContaining("not available for table ORDERS");
        assertThat(failure.hint()).startsWith("The oldest moment is about 20").contains("for snow.SALES.PUBLIC.ORDERS");
    }

    @Test
    void hasNoSnapshotsBranchesOrTagsOfItsOwnTables() {
        for (AsOf asOf : List.of(new AsOf.SnapshotId(7), new AsOf.Branch("b"), new AsOf.Tag("t"))) {
            assertThat(failure(asOf).code()).isEqualTo(ErrorCode.UNSUPPORTED);
            LakeException failure = catchThrowableOfType(LakeException.class, () -> run("SELECT * FROM ORDERS", asOf));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
            assertThat(failure.hint()).contains("2026-03-01T00:00:00Z");
        }
    }

    /** Only of Iceberg tables that another catalog manages does Snowflake tell snapshot ids, with the moment it took each over. */
    @Test
    void readsTheSnapshotsOfIcebergTablesThatSnowflakeTellsOf() {
        String refreshed = Instant.now()
                .minus(Duration.ofMinutes(30))
                .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                .toString();
        account.standIn()
                .can(
                        history(42),
                        "{\"rowtype\": [{\"name\": \"REFRESHED_ON\", \"type\": \"text\"}], \"rowset\": [[\"" + refreshed
                                + "\"]]}");
        account.standIn()
                .can(history(43), "{\"rowtype\": [{\"name\": \"REFRESHED_ON\", \"type\": \"text\"}], \"rowset\": []}");
        QueryResult result = run("SELECT id FROM SALES.PUBLIC.ICE", new AsOf.SnapshotId(42));
        assertThat(result.page().rows()).containsExactly(List.of(0L));
        assertThat(result.tables().get(0).snapshotId()).hasValue(42);
        assertThat(result.tables().get(0).committedAt()).contains(Instant.parse(refreshed));
        PinnedRows rows = account.catalog().pin(ICE, new AsOf.SnapshotId(42));
        assertThat(rows.table().snapshotId()).hasValue(42);
        assertThat(rows.leaf(ScanRequest.ALL).text()).contains(" AT(TIMESTAMP => '");
        LakeException gone = catchThrowableOfType(
                LakeException.class, () -> account.catalog().pin(ICE, new AsOf.SnapshotId(43)));
        assertThat(gone.code()).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED);
    }

    private static String history(long snapshot) {
        return "SELECT REFRESHED_ON FROM TABLE(\"SALES\".INFORMATION_SCHEMA.ICEBERG_TABLE_SNAPSHOT_REFRESH_HISTORY(TABLE_NAME"
                + " => '\"SALES\".\"PUBLIC\".\"ICE\"')) WHERE SNAPSHOT_ID = '" + snapshot
                + "' ORDER BY REFRESHED_ON LIMIT 1";
    }
}
