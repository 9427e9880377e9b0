package io.mcpbuffet.polaris;

import io.mcpbuffet.iceberg.CachedFiles;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.polaris.rest.Management;
import io.mcpbuffet.polaris.rest.RestAccess;
import io.mcpbuffet.polaris.rest.RestConfig;
import io.mcpbuffet.polaris.rest.RestServer;
import io.mcpbuffet.polaris.rest.Timing;
import io.mcpbuffet.polaris.storage.TableFilesystems;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Opens catalogs of kind {@code polaris}: Apache Polaris, and every other server that speaks the Iceberg REST protocol. */
public final class PolarisProvider implements CatalogProvider {
    private final Timing timing;

    public PolarisProvider() {
        this(Timing.system());
    }

    PolarisProvider(Timing timing) {
        this.timing = timing;
    }

    @Override
    public String kind() {
        return "polaris";
    }

    @Override
    public List<PropertySpec> properties() {
        return PolarisProperties.ALL;
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SQL, Feature.TIME_TRAVEL, Feature.METADATA);
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        RestConfig config = new RestConfig(name, properties);
        RestAccess access = RestAccess.of(config, timing);
        LocalFiles files = CachedFiles.of(services.files(), name, properties);
        Management management = Management.of(config, access);
        if (!config.isWholeServer()) {
            return open(config, List.of(), access, management, files);
        }
        ServerCatalogs all = new ServerCatalogs(
                name,
                management,
                timing::now,
                each -> open(config.withWarehouse(each), List.of(each), access, management, files));
        all.ping();
        return all;
    }

    private static PolarisCatalog open(
            RestConfig config, List<String> above, RestAccess access, Management management, LocalFiles files) {
        // Files are read only after the server is known.
        AtomicReference<RestServer> server = new AtomicReference<>();
        TableFilesystems filesystems = TableFilesystems.of(
                config,
                path -> Objects.requireNonNull(server.get()).delegation(path),
                (path, request) -> Objects.requireNonNull(server.get()).sign(path, request));
        server.set(RestServer.connect(config, access, filesystems, above.size()));
        return PolarisCatalog.of(config.name(), above, config.warehouse(), server.get(), management, files);
    }
}
