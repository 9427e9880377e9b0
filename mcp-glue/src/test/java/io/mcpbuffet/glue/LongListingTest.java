package io.mcpbuffet.glue;

import io.mcpbuffet.glue.aws.AwsClients;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LongListing;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;

/** A database of ten thousand tables. */
class LongListingTest {
    private static final int TABLES = 10_000;
    private static final Namespace DATABASE = Namespace.of("big");

    private static GlueLake lake;
    private static Catalog catalog;
    private static GlueClient bare;

    @BeforeAll
    static void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        lake.glue().store().pages(0);
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"big\"}");
        for (int i = 0; i < TABLES; i++) {
            String name = "table_%05d".formatted(i);
            lake.external(
                    "big",
                    GlueLake.external(name, "id bigint; name string", "day date", "s3://lake/big", GlueLake.PARQUET));
        }
        catalog = lake.open();
        bare = AwsClients.open(new GlueProperties(lake.properties()).iceberg(Optional.empty()));
    }

    @AfterAll
    static void close() {
        bare.close();
        catalog.close();
        lake.close();
    }

    @Test
    void showsTheFirstPageSoonAndHoldsNoMoreThanAPage() {
        new LongListing("glue", catalog, DATABASE, TABLES, LongListingTest::askBare).check();
    }

    private static void askBare() {
        bare.getTables(request -> request.databaseName("big").maxResults(50));
    }
}
