package io.mcpbuffet.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Glob;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Diagnosable.Probe;
import io.mcpbuffet.spi.ForeignKeys.ForeignKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an account tells of its databases, schemas, tables and views. */
class DescribeTest {
    private static final Namespace KINDS = Namespace.of("SALES", "KINDS");

    private static Account account;

    @BeforeAll
    static void open() {
        account = Account.open(
                "CREATE SCHEMA SALES.KINDS",
                "CREATE TABLE SALES.KINDS.DYNAMIC_ONE (a INTEGER)",
                "COMMENT ON TABLE SALES.KINDS.DYNAMIC_ONE IS '{\"flags\": \"dynamic\"}'",
                "CREATE TABLE SALES.KINDS.EXTERNAL_ONE (a INTEGER)",
                "COMMENT ON TABLE SALES.KINDS.EXTERNAL_ONE IS '{\"kind\": \"EXTERNAL_TABLE\"}'",
                "CREATE TABLE SALES.KINDS.HYBRID_ONE (a INTEGER)",
                "COMMENT ON TABLE SALES.KINDS.HYBRID_ONE IS '{\"flags\": \"hybrid\"}'",
                "CREATE TABLE SALES.KINDS.ICEBERG_ONE (a INTEGER)",
                "COMMENT ON TABLE SALES.KINDS.ICEBERG_ONE IS '{\"flags\": \"iceberg\"}'",
                "CREATE VIEW SALES.KINDS.KEPT_VIEW AS SELECT 1 AS x",
                "COMMENT ON VIEW SALES.KINDS.KEPT_VIEW IS '{\"flags\": \"materialized\"}'",
                "CREATE TABLE SALES.KINDS.PLAIN (a INTEGER)",
                "CREATE VIEW SALES.KINDS.SECURE_VIEW AS SELECT 1 AS x",
                "COMMENT ON VIEW SALES.KINDS.SECURE_VIEW IS '{\"flags\": \"secure\"}'",
                "CREATE TABLE SALES.KINDS.LINES (order_id INTEGER, line INTEGER, customer INTEGER, v JSON, PRIMARY KEY (order_id, line))",
                "CREATE TABLE SALES.KINDS.NOTES (o INTEGER, l INTEGER, FOREIGN KEY (o, l) REFERENCES SALES.KINDS.LINES (order_id, line))",
                "COMMENT ON COLUMN SALES.KINDS.LINES.v IS '{\"type\": \"OBJECT(a NUMBER(38,0), \\\"b c\\\" ARRAY(VARCHAR NOT NULL))\","
                        + " \"comment\": \"What else is known\"}'");
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @BeforeEach
    void forget() {
        account.standIn().forget();
    }

    private static TableInfo describe(String table) {
        return account.catalog().table(TableRef.parse(table), AsOf.LATEST);
    }

    private static LakeException failure(String table) {
        return catchThrowableOfType(LakeException.class, () -> describe(table));
    }

    @Test
    void tellsKindsApart() {
        List<TableEntry> entries =
                account.catalog().tables(KINDS, PageRequest.first(100)).items();
        Map<String, String> formats = entries.stream()
                .collect(Collectors.toMap(e -> e.table().name(), e -> e.format().orElseThrow()));
        assertThat(formats)
                .containsEntry("DYNAMIC_ONE", "dynamic table")
                .containsEntry("EXTERNAL_ONE", "external table")
                .containsEntry("HYBRID_ONE", "hybrid table")
                .containsEntry("ICEBERG_ONE", "iceberg table")
                .containsEntry("KEPT_VIEW", "materialized view")
                .containsEntry("PLAIN", "table")
                .containsEntry("SECURE_VIEW", "secure view");
        assertThat(entries)
                .filteredOn(e -> e.kind() == TableKind.EXTERNAL)
                .extracting(e -> e.table().name())
                .containsExactly("EXTERNAL_ONE");
        assertThat(describe("snow.SALES.KINDS.SECURE_VIEW").format()).contains("secure view");
        assertThat(describe("snow.SALES.KINDS.SECURE_VIEW").kind()).isEqualTo(TableKind.VIEW);
    }

    @Test
    void pagesByNameAtTheAccount() {
        Page<TableEntry> first = account.catalog().tables(KINDS, PageRequest.first(3));
        Page<TableEntry> second = account.catalog().tables(KINDS, new PageRequest(3, first.next()));
        assertThat(first.items())
                .extracting(e -> e.table().name())
                .containsExactly("DYNAMIC_ONE", "EXTERNAL_ONE", "HYBRID_ONE");
        assertThat(second.items())
                .extracting(e -> e.table().name())
                .containsExactly("ICEBERG_ONE", "KEPT_VIEW", "LINES");
        assertThat(account.standIn().executed())
                .contains(
                        "SHOW OBJECTS IN SCHEMA \"SALES\".\"KINDS\" LIMIT 5",
                        "SHOW OBJECTS IN SCHEMA \"SALES\".\"KINDS\" LIMIT 5 FROM 'HYBRID_ONE'",
                        "SHOW VIEWS IN SCHEMA \"SALES\".\"KINDS\" LIMIT 2 FROM 'HYBRID_ONE'");
    }

    @Test
    void looksForPatternsAtTheAccount() {
        PageRequest views = new PageRequest(100, Optional.empty(), Optional.of(new Glob("*_view")));
        assertThat(account.catalog().tables(KINDS, views).items())
                .extracting(e -> e.table().name())
                .containsExactly("KEPT_VIEW", "SECURE_VIEW");
        assertThat(account.standIn().executed().get(0))
                .startsWith("SHOW OBJECTS LIKE '%\\\\_view' IN SCHEMA \"SALES\".\"KINDS\"");
        account.standIn().forget();
        PageRequest schema = new PageRequest(100, Optional.empty(), Optional.of(new Glob("sales.kinds*")));
        assertThat(account.catalog().tables(KINDS, schema).items()).hasSize(9);
        assertThat(account.standIn().executed().get(0)).doesNotContain("LIKE");
    }

    @Test
    void tellsColumnsKeysAndSizes() {
        TableInfo orders = describe("snow.SALES.PUBLIC.ORDERS");
        assertThat(orders.comment()).contains("What was bought");
        assertThat(orders.sortOrder()).containsExactly("LINEAR(ID)");
        assertThat(orders.rowCount()).hasValue(1000);
        assertThat(orders.sizeBytes()).hasValue(4096);
        assertThat(orders.properties())
                .containsEntry("sql_name", "\"SALES\".\"PUBLIC\".\"ORDERS\"")
                .containsEntry("data_retention_time_in_days", "7")
                .containsEntry("owner", "SYSADMIN")
                .containsKeys("time_travel_since", "created_on");
        TableInfo customer = describe("snow.SALES.PUBLIC.CUSTOMER");
        assertThat(customer.primaryKey()).containsExactly("id");
        assertThat(customer.columns()).extracting(Field::required).containsExactly(true, true);
        assertThat(customer.columns().get(1).comment()).contains("Who buys");
        TableInfo lines = describe("snow.SALES.KINDS.LINES");
        assertThat(lines.primaryKey()).containsExactly("order_id", "line");
        assertThat(lines.columns().get(3).comment()).contains("What else is known");
        assertThat(lines.columns().get(3).type().toString()).contains("decimal(38, 0)", "b c", "string");
    }

    @Test
    void tellsForeignKeys() {
        TableRef notes = TableRef.parse("snow.SALES.KINDS.NOTES");
        assertThat(account.catalog().foreignKeys(notes))
                .containsExactly(new ForeignKey(
                        List.of("o", "l"), TableRef.parse("snow.SALES.KINDS.LINES"), List.of("order_id", "line")));
        assertThat(describe("snow.SALES.KINDS.NOTES").properties().toString())
                .contains("(o, l) -> \"SALES\".\"KINDS\".\"LINES\" (order_id, line)");
        assertThat(account.catalog().foreignKeys(TableRef.parse("snow.SALES.KINDS.PLAIN")))
                .isEmpty();
    }

    @Test
    void suggestsTheNameThatDiffersInCaseOnly() {
        assertThat(failure("snow.SALES.PUBLIC.orders").hint())
                .isEqualTo("Did you mean snow.SALES.PUBLIC.ORDERS? Snowflake stores unquoted names in upper case");
        assertThat(failure("snow.SALES.PUBLIC.ORDRES").hint()).contains("snow.SALES.PUBLIC.ORDERS");
        assertThat(failure("snow.sales.public.orders").hint()).contains("Did you mean SALES.PUBLIC?");
        assertThat(failure("snow.SALES.PUBLIC.ORDERS_").code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void saysWhatWorksToTheDoctor() {
        List<String> found = account.catalog().probes().stream()
                .map(Probe::check)
                .map(check -> check.get())
                .toList();
        assertThat(found)
                .containsExactly(
                        "as READER with role READER in account ACME",
                        "XS is SUSPENDED, size X-Small, suspends after 60 s",
                        "SALES");
        try (SnowflakeCatalog other =
                Account.catalog(account.standIn(), Map.of("warehouse", "NONE", "database", "NONE"))) {
            List<LakeException> failures = other.probes().subList(1, 3).stream()
                    .map(probe -> catchThrowableOfType(
                            LakeException.class, () -> probe.check().get()))
                    .toList();
            assertThat(failures).extracting(LakeException::code).containsOnly(ErrorCode.PERMISSION_DENIED);
            assertThat(failures.get(0).hint()).contains("GRANT USAGE ON WAREHOUSE NONE");
        }
    }
}
