package io.mcpbuffet.glue;

import io.mcpbuffet.cache.DiskCache;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.iceberg.s3.S3Store;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.CatalogProvider;
import io.mcpbuffet.spi.FakeServices;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/** Glue and S3 on this machine, with tables of every kind, and what opens catalogs over them. */
final class GlueLake implements AutoCloseable {
    static final String BUCKET = "lake";
    static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    private final FakeGlue glue = FakeGlue.start();
    private final S3Store s3 = S3Store.start().bucket(BUCKET);
    private final EngineWorkers worker = EngineWorkers.create(Limits.DEFAULT);
    private final Path directory;

    private GlueLake(Path directory) {
        this.directory = directory;
    }

    /** Empty; {@code directory} holds the copies of files. */
    static GlueLake start(Path directory) {
        return new GlueLake(directory);
    }

    FakeGlue glue() {
        return glue;
    }

    S3Store s3() {
        return s3;
    }

    Path directory() {
        return directory;
    }

    Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>(s3.properties());
        properties.putAll(glue.properties());
        properties.put("warehouse", "s3://" + BUCKET + "/warehouse");
        return properties;
    }

    CatalogProvider.Services services() {
        return new FakeServices(worker, DiskCache.in(directory.resolve("cache"), 1L << 30));
    }

    Catalog open(Map<String, String> changes) {
        Map<String, String> properties = properties();
        properties.putAll(changes);
        return new GlueProvider().open("glue", properties, services());
    }

    Catalog open() {
        return open(Map.of());
    }

    /** Tables by their names, as a server has them. */
    Lakehouse lakehouse(List<String> absent, Map<String, String> changes) {
        Map<String, String> properties = properties();
        properties.keySet().removeAll(absent);
        properties.putAll(changes);
        return Lakehouse.of(List.of(new CatalogSource("glue", new GlueProvider(), properties)), services());
    }

    /** SQL over the catalog {@code glue}. */
    FederatedEngine engine(Map<String, String> changes) {
        return engineWithout(List.of(), changes);
    }

    /** The same without some of the properties. */
    FederatedEngine engineWithout(List<String> absent, Map<String, String> changes) {
        // an engine ends its workers with itself
        EngineWorkers own = EngineWorkers.create(Limits.DEFAULT);
        return new FederatedEngine(lakehouse(absent, changes), own, Limits.DEFAULT, Clock.systemUTC());
    }

    /** Iceberg's own catalog, for writing. */
    org.apache.iceberg.catalog.Catalog writer() {
        Map<String, String> properties = new GlueProperties(properties()).iceberg(java.util.Optional.empty());
        return CatalogUtil.loadCatalog("org.apache.iceberg.aws.glue.GlueCatalog", "glue", properties, null);
    }

    void namespace(org.apache.iceberg.catalog.Catalog writer, String database) {
        ((SupportsNamespaces) writer).createNamespace(Namespace.of(database), Map.of("comment", "All of " + database));
    }

    /** An Iceberg table without rows. */
    Table create(org.apache.iceberg.catalog.Catalog writer, String database, String table, Schema schema) {
        return writer.createTable(
                TableIdentifier.of(database, table),
                schema,
                PartitionSpec.unpartitioned(),
                "s3://" + BUCKET + "/warehouse/" + database + "/t" + table.hashCode(),
                Map.of(
                        "schema.name-mapping.default",
                        org.apache.iceberg.mapping.NameMappingParser.toJson(
                                org.apache.iceberg.mapping.MappingUtil.create(schema))));
    }

    /** Adds the rows of a DuckDB query as one file. */
    void append(Table table, String select, long records) {
        byte[] content = Duck.parquet(select);
        String key = table.location().substring(("s3://" + BUCKET + "/").length()) + "/data/"
                + Integer.toHexString(select.hashCode()) + ".parquet";
        s3.put(BUCKET, key, content);
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath("s3://" + BUCKET + "/" + key)
                        .withFileSizeInBytes(content.length)
                        .withRecordCount(records)
                        .build())
                .commit();
    }

    /** Adds a file of an external table. */
    void put(String key, byte[] content) {
        s3.put(BUCKET, key, content);
    }

    /** @param values of the keys, separated by slashes */
    void partition(String database, String table, String values, String location) {
        glue.store()
                .partition(
                        database,
                        table,
                        "{\"Values\": [\"" + values.replace("/", "\", \"")
                                + "\"], \"StorageDescriptor\": {\"Location\": \"" + location + "\"}}");
    }

    /** Puts a description into a database of the account, as {@code CreateTable} takes it. */
    void external(String database, String json) {
        glue.store().put(GlueStore.ACCOUNT, database, json);
    }

    /** A description of an external table; columns and keys are {@code name type} pairs, separated by semicolons. */
    static String external(String name, String columns, String keys, String location, String serde) {
        return external(name, columns, keys, location, serde, "\"Parameters\": {}");
    }

    /** @param more parts of the description, such as {@code "Parameters": {...}} */
    static String external(String name, String columns, String keys, String location, String serde, String more) {
        return description(name, columns, keys, location, serde, "{}", more);
    }

    /** @param parameters of the SerDe and of the table, by their names */
    static String external(
            String name,
            String columns,
            String keys,
            String location,
            String serde,
            Map<String, String> serdeParameters,
            Map<String, String> parameters) {
        String more = "\"Parameters\": " + object(parameters);
        return description(name, columns, keys, location, serde, object(serdeParameters), more);
    }

    private static String description(
            String name, String columns, String keys, String location, String serde, String options, String more) {
        return "{\"Name\": " + quoted(name)
                + ", \"TableType\": \"EXTERNAL_TABLE\", \"StorageDescriptor\": {\"Columns\": "
                + columns(columns) + ", \"Location\": \"" + location + "\", \"InputFormat\": \"x\", \"SerdeInfo\": "
                + "{\"SerializationLibrary\": \"" + serde + "\", \"Parameters\": " + options
                + "}}, \"PartitionKeys\": " + columns(keys) + ", " + more + "}";
    }

    private static String object(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> quoted(each.getKey()) + ": " + quoted(each.getValue()))
                .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
    }

    private static String columns(String text) {
        StringBuilder json = new StringBuilder("[");
        for (String column : text.split("; ?", -1)) {
            if (!column.isEmpty()) {
                int space = column.indexOf(' ');
                json.append(json.length() > 1 ? ", " : "")
                        .append("{\"Name\": \"" + column.substring(0, space) + "\", \"Type\": \""
                                + column.substring(space + 1) + "\"}");
            }
        }
        return json.append("]").toString();
    }

    static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }

    @Override
    public void close() {
        worker.close();
        glue.close();
        s3.close();
    }
}
