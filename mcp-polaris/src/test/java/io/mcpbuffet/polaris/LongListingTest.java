package io.mcpbuffet.polaris;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LongListing;
import io.mcpbuffet.tool.FakeLake;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A namespace of ten thousand tables. */
class LongListingTest {
    private static final int TABLES = 10_000;
    private static final Namespace NAMESPACE = Namespace.of("big");

    private static RestStandIn server;
    private static Catalog catalog;

    @BeforeAll
    static void open() {
        server = RestStandIn.start();
        server.backing().createNamespace(org.apache.iceberg.catalog.Namespace.of("big"));
        server.gate().fail("/namespaces/big/tables", Integer.MAX_VALUE, (request, response, callback) -> {
            Fields query = org.eclipse.jetty.server.Request.extractQueryParameters(request);
            String token = query.getValue("pageToken");
            int from = token == null || token.isEmpty() ? 0 : Integer.parseInt(token);
            int size = query.get("pageSize") == null ? TABLES : Integer.parseInt(query.getValue("pageSize"));
            Gate.text(200, "application/json", page(from, Math.min(from + size, TABLES)))
                    .answer(request, response, callback);
        });
        catalog = new PolarisProvider().open("lake", server.properties(), FakeLake.services());
    }

    @AfterAll
    static void close() {
        catalog.close();
        server.close();
    }

    private static String page(int from, int to) {
        String names = IntStream.range(from, to)
                .mapToObj(i -> "{\"namespace\": [\"big\"], \"name\": \"table_%05d\"}".formatted(i))
                .collect(Collectors.joining(", "));
        String next = to < TABLES ? "\"" + to + "\"" : "null";
        return "{\"identifiers\": [" + names + "], \"next-page-token\": " + next + "}";
    }

    @Test
    void showsTheFirstPageSoonAndHoldsNoMoreThanAPage() {
        new LongListing("polaris", catalog, NAMESPACE, TABLES, LongListingTest::askBare).check();
    }

    private static void askBare() {
        try (InputStream in = URI.create(server.uri() + "/v1/namespaces/big/tables?pageToken=&pageSize=50")
                .toURL()
                .openStream()) {
            in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
