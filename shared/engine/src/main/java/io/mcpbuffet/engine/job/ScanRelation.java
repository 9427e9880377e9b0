package io.mcpbuffet.engine.job;

import java.util.List;
import java.util.Map;

/**
 * The files of an Iceberg scan, all of them local by now. Literals and types are DuckDB SQL text, made by the host.
 *
 * @param fields what the view shows, in order, then nothing else
 * @param hidden fields that only equality deletes compare
 * @param nameMapping the JSON text of the name mapping, empty without one
 * @param records what the worker makes Parquet files of before it reads any; their paths are among those of files and deletes
 * @param expectedRows path of a Parquet file without rows that tells of some, for the optimizer; empty where nothing is deleted
 */
public record ScanRelation(
        String view,
        List<ScanField> fields,
        List<ScanField> hidden,
        String nameMapping,
        List<ScanFile> files,
        List<ScanDelete> deletes,
        List<ScanRecords> records,
        String expectedRows)
        implements Relation {

    /**
     * A field by its id.
     *
     * @param type DuckDB type to present, such as {@code DECIMAL(12,2)} or {@code STRUCT(a INTEGER)}
     * @param kind {@code scalar}, {@code struct}, {@code list} (one child), {@code map} (key, value), or {@code unreadable}: reading
     *     it fails for the reason that its default is
     * @param initialDefault SQL literal for files older than the field; {@code NULL} without one
     */
    public record ScanField(
            int id, String name, String type, String kind, String initialDefault, List<ScanField> children) {}

    /**
     * A data file.
     *
     * @param path where it is on disk
     * @param location its name in the table's metadata, as position deletes write it
     * @param length in bytes on disk when it was fetched; another length later is an error; -1 for one that the worker makes
     * @param constants SQL literals of identity partition values by source field id
     * @param deletes indexes into the relation's deletes
     * @param firstRowId -1 without row lineage
     */
    public record ScanFile(
            String path,
            String location,
            String format,
            long length,
            long records,
            long sequenceNumber,
            int specId,
            Map<Integer, String> constants,
            List<Integer> deletes,
            long firstRowId) {}

    /**
     * A delete file.
     *
     * @param kind {@code position}, {@code vector} or {@code equality}
     * @param path the local file: Parquet, or for a vector the positions as big-endian longs
     * @param length in bytes of the local file; -1 for one that the worker makes
     * @param fieldIds of an equality delete
     * @param first place of a vector's first position in the local file
     * @param count of a vector's positions
     */
    public record ScanDelete(
            String kind,
            String path,
            String location,
            long length,
            long sequenceNumber,
            List<Integer> fieldIds,
            int first,
            int count) {}

    /**
     * A file of another format, written by the host as a JSON object for each row, in which fields are called {@code f} and their id.
     *
     * @param parquet where the worker puts it as Parquet, with field ids
     * @param longest bytes of the longest row
     */
    public record ScanRecords(String json, String parquet, List<ScanField> fields, long longest) {}
}
