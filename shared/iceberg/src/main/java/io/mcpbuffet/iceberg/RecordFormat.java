package io.mcpbuffet.iceberg;

import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.mapping.NameMapping;

/** Reads files of one format with Iceberg's reader of generic records. Modules add formats through {@link java.util.ServiceLoader}. */
public interface RecordFormat {
    FileFormat format();

    /**
     * Opens a file.
     *
     * @param schema what to produce, by field id
     * @param constants values by field id that stand in metadata, whatever the file holds
     * @param mapping names of fields for a file without ids
     */
    CloseableIterable<Record> open(
            InputFile file, Schema schema, Map<Integer, ?> constants, Optional<NameMapping> mapping);
}
