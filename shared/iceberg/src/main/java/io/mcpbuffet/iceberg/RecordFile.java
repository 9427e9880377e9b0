package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.FileRecords;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.mapping.NameMapping;

/**
 * A data or delete file that is read record by record.
 *
 * @param schema what to read of it
 * @param constants values by field id that stand in metadata
 */
record RecordFile(
        String location,
        FileFormat format,
        long length,
        Schema schema,
        Map<Integer, ?> constants,
        Optional<NameMapping> mapping) {
    private static final Map<FileFormat, RecordFormat> FORMATS = formats();

    private static Map<FileFormat, RecordFormat> formats() {
        Map<FileFormat, RecordFormat> formats = new LinkedHashMap<>();
        formats.put(FileFormat.AVRO, new AvroRecords());
        ServiceLoader.load(RecordFormat.class).forEach(format -> formats.put(format.format(), format));
        return Map.copyOf(formats);
    }

    /** UNSUPPORTED where no module reads the format. */
    void requireReader() {
        if (!FORMATS.containsKey(format)) {
            throw LakeException.unsupported("The file '" + location + "' is of format " + format
                            + ", which is read only by an optional module")
                    .hint("Start with BUFFET_WITH=orc, or rewrite the table's files as Parquet");
        }
    }

    /** Reads a local copy. */
    FileRecords open(Path local, Runnable release) {
        requireReader();
        return new RecordRows(
                this, FORMATS.get(format).open(Files.localInput(local.toFile()), schema, constants, mapping), release);
    }
}
