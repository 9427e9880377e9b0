package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.EngineContract;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL over two REST catalogs: one whose server vends keys for its files, one whose server signs every request for them. */
class PolarisEngineTest extends EngineContract {
    private static RestStandIn vending;
    private static RestStandIn signing;
    private static BuffetServer server;

    @BeforeAll
    static void open(@TempDir Path directory) {
        vending = RestStandIn.start();
        vending.answers().tables(() -> Answers.keys(vending.store()));
        new RowTables(vending, directory).orders(TableIdentifier.of("shop", "orders"));
        signing = RestStandIn.start();
        signing.answers().tables(() -> Answers.signing(signing));
        new RowTables(signing, directory).customers(TableIdentifier.of("crm", "customers"));
        Map<String, CatalogConfig> catalogs = new LinkedHashMap<>();
        catalogs.put("lake", new CatalogConfig("lake", "polaris", vending.properties()));
        catalogs.put("crm", new CatalogConfig("crm", "polaris", signing.properties()));
        server = BuffetServer.open(new BuffetConfig(
                Optional.empty(), catalogs, Limits.DEFAULT, Output.BOTH, Map.of(), ServiceConfig.DEFAULT));
    }

    @AfterAll
    static void close() {
        server.close();
        vending.close();
        signing.close();
    }

    @Override
    protected Fixture fixture() {
        return new Fixture(
                server.engine(), "lake.shop.orders", "crm.crm.customers", Optional.of(new AsOf.Tag(RowTables.EARLIER)));
    }

    @Test
    void asksForEverySignature() {
        joinsAndAggregates();
        assertThat(signing.gate().seen()).extracting(Gate.Seen::path).contains("/v1/aws/s3/sign");
        assertThat(vending.gate().seen()).extracting(Gate.Seen::path).doesNotContain("/v1/aws/s3/sign");
    }

    @Test
    void onlyReadsOfTheServer() {
        joinsAndAggregates();
        assertThat(vending.gate().seen())
                .filteredOn(seen -> !seen.path().endsWith("/oauth/tokens"))
                .extracting(Gate.Seen::method)
                .containsOnly("GET");
    }
}
