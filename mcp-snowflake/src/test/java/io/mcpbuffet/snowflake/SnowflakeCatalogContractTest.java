package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class SnowflakeCatalogContractTest extends CatalogContract {
    private static Account account;
    private static CatalogFixture fixture;

    @BeforeAll
    static void open() {
        List<String> more = new ArrayList<>();
        Set<TableRef> tables = new LinkedHashSet<>();
        for (String name : List.of("ORDERS", "CUSTOMER", "BIG")) {
            tables.add(new TableRef("snow", Namespace.of("SALES", "PUBLIC"), name));
        }
        tables.add(new TableRef("snow", Namespace.of("HR", "PRIVATE"), "SALARIES"));
        Namespace odd = Namespace.of("SALES", "eu.west");
        for (String name : ODD_NAMES) {
            more.add("CREATE TABLE SALES.\"eu.west\"." + Names.quoted(name) + " (a INTEGER)");
            tables.add(new TableRef("snow", odd, name));
        }
        account = Account.open(more.toArray(String[]::new));
        fixture = new CatalogFixture(
                account.catalog(),
                "snow",
                tables,
                Map.of(
                        TableRef.parse("snow.SALES.PUBLIC.ORDERS"),
                        List.of(
                                "id decimal(38, 0)",
                                "customer_id decimal(38, 0)",
                                "total decimal(12, 2)",
                                "note string")),
                Optional.empty());
    }

    @AfterAll
    static void close() {
        account.close();
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }
}
