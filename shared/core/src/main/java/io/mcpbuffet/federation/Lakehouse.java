package io.mcpbuffet.federation;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.Tables;
import java.util.List;

/** All configured catalogs by name, each opened at its first use. Safe for use by many threads. */
public final class Lakehouse implements Tables, AutoCloseable {
    private final List<CatalogSource> sources;

    private Lakehouse(List<CatalogSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Connects to nothing. INVALID_ARGUMENT for two catalogs of one name. */
    public static Lakehouse of(List<CatalogSource> sources, CatalogProvider.Services services) {
        return new Lakehouse(sources);
    }

    @Override
    public TableRef resolve(List<String> parts) {
        throw new UnsupportedOperationException("resolve");
    }

    /** The table that a possibly quoted, possibly short name means; throws as {@link #resolve(List)}. */
    public TableRef resolve(String name) {
        return resolve(TableRef.parts(name));
    }

    @Override
    public Catalog catalog(TableRef table) {
        throw new UnsupportedOperationException("catalog");
    }

    @Override
    public List<String> catalogs() {
        return sources.stream().map(CatalogSource::name).toList();
    }

    /** Whether some configured catalog has the feature. Connects to nothing. */
    public boolean has(Feature feature) {
        return sources.stream().anyMatch(s -> s.provider().features().contains(feature));
    }

    @Override
    public void close() {}
}
