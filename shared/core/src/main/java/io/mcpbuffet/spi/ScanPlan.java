package io.mcpbuffet.spi;

import io.mcpbuffet.model.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files to read for one table at one snapshot.
 *
 * @param schema what to produce, by field id
 * @param hidden fields that no longer belong to the schema but that equality deletes compare, by field id
 * @param nameMapping {@code schema.name-mapping.default}, the JSON text, for files without field ids
 * @param filesTotal data files of the snapshot before any pruning
 * @param pruned the part of the request's filter that files were left out by; {@link RowFilter#all} where none was
 */
public record ScanPlan(
        List<Field> schema,
        List<Field> hidden,
        Optional<String> nameMapping,
        List<DataFile> files,
        long filesTotal,
        RowFilter pruned,
        FileAccess access) {
    public ScanPlan {
        schema = List.copyOf(schema);
        hidden = List.copyOf(hidden);
        files = List.copyOf(files);
    }

    /** How data files are written. */
    public enum Format {
        PARQUET,
        AVRO,
        ORC,
        /** Lines that only the source of the plan knows how to read: see {@link FileAccess#records}. */
        TEXT
    }

    /**
     * A live data file.
     *
     * @param records rows in it, deleted ones too; -1 where nobody has counted
     * @param sequenceNumber data sequence number
     * @param partition identity partition values by source field id, as Java values, null for NULL; for columns absent from the file
     * @param deletes exactly those that apply to this file, sequence numbers and partitions already compared
     * @param firstRowId first row id of a v3 table with row lineage
     */
    public record DataFile(
            String location,
            Format format,
            long length,
            long records,
            long sequenceNumber,
            int specId,
            Map<Integer, Object> partition,
            List<DeleteFile> deletes,
            OptionalLong firstRowId) {}

    /** A delete file. The same value is shared by all data files it applies to, so identity tells files apart cheaply. */
    public sealed interface DeleteFile {
        String location();

        long length();

        long sequenceNumber();
    }

    /** Rows of (file_path, pos). */
    public record PositionDeletes(String location, Format format, long length, long sequenceNumber)
            implements DeleteFile {}

    /** A deletion vector of one data file: a blob inside a Puffin file. {@code cardinality} rows are deleted. */
    public record DeletionVector(
            String location, long length, long sequenceNumber, long contentOffset, long contentSize, long cardinality)
            implements DeleteFile {}

    /** Rows of the values of the fields {@code fieldIds}; a data row is deleted when all are equal, NULL equal to NULL. */
    public record EqualityDeletes(
            String location, Format format, long length, long records, long sequenceNumber, List<Integer> fieldIds)
            implements DeleteFile {}
}
