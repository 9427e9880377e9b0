package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.tool.FakeLake;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.rest.Endpoint;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listings as servers give them: in pages of their own choice, under names of theirs, or not at all. */
class ListingTest {
    private static final int TABLES = 25;

    private RestStandIn server;

    @BeforeEach
    void start() {
        server = RestStandIn.start();
        server.backing().createNamespace(org.apache.iceberg.catalog.Namespace.of("big"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Catalog open(String... more) {
        Map<String, String> properties = new LinkedHashMap<>(server.properties());
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return new PolarisProvider().open("lake", properties, FakeLake.services());
    }

    /** Answers with so many tables at a time, whatever is asked for. */
    private void pagesOf(int size) {
        server.gate().fail("/namespaces/big/tables", Integer.MAX_VALUE, (request, response, callback) -> {
            String token = Request.extractQueryParameters(request).getValue("pageToken");
            int from = token == null || token.isEmpty() ? 0 : Integer.parseInt(token);
            int to = Math.min(from + size, TABLES);
            String names = IntStream.range(from, to)
                    .mapToObj(i -> "{\"namespace\": [\"big\"], \"name\": \"t%02d\"}".formatted(i))
                    .collect(Collectors.joining(", "));
            String next = to < TABLES ? ", \"next-page-token\": \"" + to + "\"" : "";
            Gate.text(200, "application/json", "{\"identifiers\": [" + names + "]" + next + "}")
                    .answer(request, response, callback);
        });
    }

    @ParameterizedTest
    @CsvSource({"1000, 4", "7, 4", "7, 10", "1, 4", "25, 25", "4, 1000"})
    void takesThePagesOfAServerThatDoesNotMindTheirSize(int given, int asked) {
        pagesOf(given);
        List<String> names = new ArrayList<>();
        try (Catalog catalog = open()) {
            Optional<String> cursor = Optional.empty();
            do {
                Page<TableEntry> page = catalog.tables(Namespace.of("big"), new PageRequest(asked, cursor));
                assertThat(page.items()).hasSizeLessThanOrEqualTo(asked);
                page.items().forEach(entry -> names.add(entry.table().name()));
                cursor = page.next();
            } while (cursor.isPresent());
        }
        assertThat(names)
                .containsExactlyElementsOf(
                        IntStream.range(0, TABLES).mapToObj("t%02d"::formatted).toList());
    }

    @Test
    void writesTheLevelsOfANamespaceAsIsConfigured() {
        server.gate().seen().clear();
        server.gate().fail("/tables", 9, Gate.text(200, "application/json", "{\"identifiers\": []}"));
        server.gate().fail("/views", 9, Gate.text(200, "application/json", "{\"identifiers\": []}"));
        try (Catalog catalog = open("namespace-separator", "%2E")) {
            catalog.tables(Namespace.of("eu", "west"), PageRequest.first(1));
            LakeException failure = catchThrowableOfType(
                    LakeException.class, () -> catalog.tables(Namespace.of("eu.west"), PageRequest.first(1)));
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        assertThat(server.gate().seen()).extracting(Gate.Seen::path).contains("/v1/namespaces/eu%2Ewest/tables");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsAPrefixThatIsNotWrittenAsAPathWantsIt(boolean ofTheServer) {
        server.gate().fail("/tables", 9, Gate.text(200, "application/json", "{\"identifiers\": []}"));
        server.gate().fail("/views", 9, Gate.text(200, "application/json", "{\"identifiers\": []}"));
        if (ofTheServer) {
            server.answers().override("prefix", "main|ware house");
        }
        try (Catalog catalog = ofTheServer ? open() : open("prefix", "main|ware house")) {
            catalog.tables(Namespace.of("shop"), PageRequest.first(1));
        }
        assertThat(server.gate().seen())
                .extracting(Gate.Seen::path)
                .contains("/v1/main%7Cware%20house/namespaces/shop/tables");
    }

    @Test
    void takesNoSeparatorFromTheServer() {
        server.answers().override("namespace-separator", "%2E");
        server.gate().fail("/tables", 9, Gate.text(200, "application/json", "{\"identifiers\": []}"));
        server.gate().fail("/views", 9, Gate.text(200, "application/json", "{\"identifiers\": []}"));
        try (Catalog catalog = open()) {
            catalog.tables(Namespace.of("eu.central", "west"), PageRequest.first(1));
        }
        assertThat(server.gate().seen())
                .extracting(Gate.Seen::path)
                .contains("/v1/namespaces/eu.central%1Fwest/tables");
    }

    @Test
    void asksForNothingThatTheServerDoesNotOffer() {
        server.answers().endpoints(Endpoint.V1_LIST_NAMESPACES, Endpoint.V1_LIST_TABLES, Endpoint.V1_LOAD_TABLE);
        try (Catalog catalog = open()) {
            catalog.tables(Namespace.of("big"), PageRequest.first(10));
        }
        assertThat(server.gate().seen()).noneMatch(seen -> seen.path().contains("views"));
        server.answers().endpoints(Endpoint.V1_LOAD_TABLE);
        server.gate().seen().clear();
        try (Catalog catalog = open()) {
            assertThat(catalog.namespaces(Optional.empty(), PageRequest.first(10))
                            .items())
                    .isEmpty();
            assertThat(catalog.tables(Namespace.of("big"), PageRequest.first(10))
                            .items())
                    .isEmpty();
            catalog.ping();
        }
        assertThat(server.gate().seen()).extracting(Gate.Seen::path).containsExactly("/v1/oauth/tokens", "/v1/config");
    }
}
