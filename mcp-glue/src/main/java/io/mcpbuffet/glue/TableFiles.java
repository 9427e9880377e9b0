package io.mcpbuffet.glue;

import io.mcpbuffet.glue.external.ExternalFiles;
import io.mcpbuffet.iceberg.LocalFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/**
 * Files of external tables, through Iceberg's reader of files. Under Lake Formation each table has credentials of its own. Safe for
 * use by many threads.
 */
final class TableFiles implements AutoCloseable {
    private static final String S3 = "org.apache.iceberg.aws.s3.S3FileIO";

    private final GlueProperties properties;
    private final LongFunction<LocalFiles> copies;
    private final Map<String, FileIO> open = new LinkedHashMap<>();

    TableFiles(GlueProperties properties, LongFunction<LocalFiles> copies) {
        this.properties = properties;
        this.copies = copies;
    }

    boolean lakeFormation() {
        return properties.lakeFormation();
    }

    ExternalFiles of(GlueTable table) {
        return new ExternalFiles(
                lakeFormation() ? vended(table) : io("", properties.iceberg(properties.glueId())), copies);
    }

    private FileIO vended(GlueTable table) {
        Map<String, String> own =
                new LinkedHashMap<>(properties.iceberg(table.database().catalogId()));
        own.put("lakeformation.db-name", table.database().name());
        own.put("lakeformation.table-name", table.name());
        return io(table.database() + "." + table.name(), own);
    }

    private synchronized FileIO io(String whose, Map<String, String> properties) {
        return open.computeIfAbsent(whose, any -> open(properties));
    }

    private static FileIO open(Map<String, String> properties) {
        String reader = Optional.ofNullable(properties.get(CatalogProperties.FILE_IO_IMPL))
                .orElse(S3);
        return CatalogUtil.loadFileIO(reader, properties, null);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(FileIO::close);
        open.clear();
    }
}
