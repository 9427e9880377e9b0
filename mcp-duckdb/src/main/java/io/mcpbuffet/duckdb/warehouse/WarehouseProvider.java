package io.mcpbuffet.duckdb.warehouse;

import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens catalogs of kind {@code iceberg}: Iceberg tables on the local disk, found in a directory, in SQLite, or one by its metadata. */
public final class WarehouseProvider implements CatalogProvider {
    @Override
    public String kind() {
        return "iceberg";
    }

    @Override
    public List<PropertySpec> properties() {
        return List.of(
                PropertySpec.optional(
                                "warehouse",
                                "The directory that holds the tables; without `uri` the tables are found in it by their `metadata` directories")
                        .asPath(),
                PropertySpec.optional(
                        "uri",
                        "A SQLite catalog as PyIceberg and Iceberg's JdbcCatalog write it: `jdbc:sqlite:/data/catalog.db`"),
                PropertySpec.optional("catalog-name", "Which catalog of the SQLite file, where it holds several"),
                PropertySpec.optional("table", "One table, by the path of its `*.metadata.json`")
                        .asPath(),
                PropertySpec.optional("base", "The directory that relative locations in the metadata start from")
                        .asPath());
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SQL, Feature.TIME_TRAVEL, Feature.METADATA);
    }

    @Override
    public Catalog open(String name, Map<String, String> properties, Services services) {
        return Warehouses.open(name, properties);
    }
}
