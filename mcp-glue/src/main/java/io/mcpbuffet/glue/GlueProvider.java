package io.mcpbuffet.glue;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.aws.AwsClients;
import io.mcpbuffet.glue.aws.CallerIdentity;
import io.mcpbuffet.iceberg.CachedFiles;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.Feature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens catalogs of kind {@code glue}: the Data Catalog of an AWS account. */
public final class GlueProvider implements CatalogProvider {
    @Override
    public String kind() {
        return "glue";
    }

    @Override
    public List<PropertySpec> properties() {
        return GlueProperties.specs();
    }

    @Override
    public Set<Feature> features() {
        return Set.of(Feature.SQL, Feature.TIME_TRAVEL, Feature.METADATA);
    }

    @Override
    public Catalog open(String name, Map<String, String> given, Services services) {
        GlueProperties properties = new GlueProperties(given);
        properties.check(name);
        GlueErrors errors = new GlueErrors(name, properties.credentials());
        GlueService glue = errors.translating(
                "the catalog", () -> new GlueService(AwsClients.open(properties.iceberg(properties.glueId())), errors));
        DataCatalogs catalogs = new DataCatalogs(glue, properties.glueId(), properties.nested());
        GlueTables tables = new GlueTables(name, glue, catalogs);
        IcebergCatalog iceberg =
                IcebergTables.catalog(name, tables, properties, CachedFiles.of(services.files(), name, given));
        TableFiles files =
                new TableFiles(properties, written -> CachedFiles.of(services.files(), name, at(given, written)));
        return new GlueCatalog(
                name, glue, errors, catalogs, tables, iceberg, files, () -> identity(properties, errors));
    }

    /** Glue may be reached where STS is not, so not to know is no failure. */
    private static String identity(GlueProperties properties, GlueErrors errors) {
        try {
            return errors.translating("the identity", () -> CallerIdentity.of(properties.iceberg(properties.glueId())));
        } catch (LakeException e) {
            return "not told by STS: " + e.getMessage();
        }
    }

    /** Files of external tables are written again under their names, so their copies are of a time. */
    private static Map<String, String> at(Map<String, String> given, long written) {
        Map<String, String> all = new LinkedHashMap<>(given);
        all.put("written-at", Long.toString(written));
        return all;
    }
}
