package io.mcpbuffet.polaris;

import io.mcpbuffet.iceberg.s3.S3Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Scan;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.RESTCatalogAdapter;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;

/** The reference server, which says more of itself and of its tables than it would by itself. */
final class Answers extends RESTCatalogAdapter {
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private volatile List<Endpoint> endpoints = List.of();
    private volatile List<Endpoint> more = List.of();
    private volatile Supplier<Map<String, String>> tableConfig = Map::of;
    private volatile Supplier<List<Credential>> credentials = List::of;

    Answers(Catalog catalog) {
        super(catalog);
    }

    /** Adds to the configuration that the server hands out. */
    Answers override(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /** Says no more than the reference server does. */
    void plain() {
        overrides.clear();
        endpoints = List.of();
        more = List.of();
        tableConfig = Map::of;
        credentials = List::of;
    }

    Answers endpoints(Endpoint... only) {
        endpoints = List.of(only);
        return this;
    }

    /** Offers these besides. */
    Answers more(Endpoint... besides) {
        more = List.of(besides);
        return this;
    }

    /** Plans scans in parts of one file each, at once or while the client waits. */
    void planning(boolean later) {
        setPlanningBehavior(new PlanningBehavior() {
            @Override
            public boolean shouldPlanTableScanAsync(Scan<?, FileScanTask, ?> scan) {
                return later;
            }

            @Override
            public int numberFileScanTasksPerPlanTask() {
                return 1;
            }
        });
    }

    /** The configuration of each table loaded from now on. */
    Answers tables(Supplier<Map<String, String>> config) {
        tableConfig = config;
        return this;
    }

    Answers credentials(Supplier<List<Credential>> given) {
        credentials = given;
        return this;
    }

    /** Keys for the object store, as a catalog vends them. */
    static Map<String, String> keys(S3Store store) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("s3.access-key-id", S3Store.ACCESS_KEY);
        keys.put("s3.secret-access-key", S3Store.SECRET_KEY);
        keys.putAll(place(store));
        return keys;
    }

    /** That every request to the object store is to be signed by this server. */
    static Map<String, String> signing(RestStandIn server) {
        Map<String, String> signing = new LinkedHashMap<>(place(server.store()));
        signing.put("s3.remote-signing-enabled", "true");
        signing.put("s3.signer.uri", server.uri().toString());
        signing.put("s3.signer.endpoint", "v1/aws/s3/sign");
        return signing;
    }

    /** Where the object store is. */
    static Map<String, String> place(S3Store store) {
        Map<String, String> place = new LinkedHashMap<>();
        place.put("s3.endpoint", store.endpoint().toString());
        place.put("s3.path-style-access", "true");
        place.put("client.region", S3Store.REGION);
        return place;
    }

    @Override
    protected <T extends RESTResponse> T execute(
            HTTPRequest request, Class<T> type, Consumer<ErrorResponse> errors, Consumer<Map<String, String>> headers) {
        T answer = super.execute(request, type, errors, headers);
        if (answer instanceof ConfigResponse config) {
            return type.cast(config(config));
        }
        if (answer instanceof LoadTableResponse table) {
            return type.cast(LoadTableResponse.builder()
                    .withTableMetadata(table.tableMetadata())
                    .addAllConfig(tableConfig.get())
                    .addAllCredentials(credentials.get())
                    .build());
        }
        return answer;
    }

    private ConfigResponse config(ConfigResponse config) {
        Map<String, String> all = new LinkedHashMap<>(config.overrides());
        all.putAll(overrides);
        List<Endpoint> offered = new ArrayList<>(endpoints.isEmpty() ? config.endpoints() : endpoints);
        offered.addAll(more);
        return ConfigResponse.builder()
                .withDefaults(config.defaults())
                .withOverrides(all)
                .withEndpoints(offered)
                .build();
    }
}
