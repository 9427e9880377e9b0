package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.tool.FakeLake;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A namespace of ten thousand tables. Prints how long the first page takes, and what the whole of it takes in memory. */
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
    void showsTheFirstPageSoonAndHoldsNoMoreThanAPage() throws IOException {
        List<Long> ours = new ArrayList<>();
        List<Long> bare = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            bare.add(nanos(LongListingTest::askBare));
            ours.add(nanos(() -> catalog.tables(NAMESPACE, PageRequest.first(50))));
        }
        long beyond = (median(ours) - median(bare)) / 1_000;
        long before = used();
        long most = before;
        Set<String> names = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<TableEntry> page = catalog.tables(NAMESPACE, new PageRequest(50, cursor));
            page.items().forEach(entry -> names.add(entry.table().name()));
            cursor = page.next();
            if (names.size() % 1000 == 0) {
                most = Math.max(most, used());
            }
        } while (cursor.isPresent());
        long growth = (most - before) >> 20;
        System.out.println("first page of 10,000 tables: " + ours.get(0) / 1_000_000 + " ms the first time, median "
                + median(ours) / 1_000 + " us, of a bare request " + median(bare) / 1_000 + " us");
        System.out.println("result: polaris-first-page " + beyond / 1_000.0 + " ms (aim 300)");
        System.out.println("result: polaris-listing-memory " + growth + " MB (aim 64)");
        assertThat(names).hasSize(TABLES);
        assertThat(growth).isLessThan(64);
    }

    private static void askBare() throws IOException {
        URLConnection connection = URI.create(server.uri() + "/v1/namespaces/big/tables?pageToken=&pageSize=50")
                .toURL()
                .openConnection();
        try (InputStream in = connection.getInputStream()) {
            in.readAllBytes();
        }
    }

    @FunctionalInterface
    private interface Timed {
        void run() throws IOException;
    }

    private static long nanos(Timed timed) throws IOException {
        long start = System.nanoTime();
        timed.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
