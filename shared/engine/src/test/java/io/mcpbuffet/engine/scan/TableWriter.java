package io.mcpbuffet.engine.scan;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.BaseDeleteLoader;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.DeleteWriteResult;
import org.apache.iceberg.io.OutputFileFactory;

/** Writes data and delete files of a table with Iceberg's own writers, and leaves committing to the test. */
final class TableWriter {
    private final Table table;
    private final String prefix;
    private int count;

    TableWriter(Table table) {
        this(table, "");
    }

    /** Files are called by the prefix and a number. */
    TableWriter(Table table, String prefix) {
        this.table = table;
        this.prefix = prefix;
    }

    /** An empty table {@code sales.orders} in a local warehouse. */
    static Table create(Path warehouse, Schema schema, PartitionSpec spec, int version) {
        return LocalCatalog.writing(warehouse)
                .createTable(
                        TableIdentifier.of(Namespace.of("sales"), "orders"),
                        schema,
                        spec,
                        null,
                        Map.of("format-version", Integer.toString(version)));
    }

    /** A file for each partition that the rows are of. */
    List<DataFile> data(FileFormat format, List<Record> rows) {
        Map<PartitionKey, List<Record>> partitions = new LinkedHashMap<>();
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        InternalRecordWrapper wrapper = new InternalRecordWrapper(table.schema().asStruct());
        for (Record row : rows) {
            key.partition(wrapper.wrap(row));
            partitions.computeIfAbsent(key.copy(), any -> new ArrayList<>()).add(row);
        }
        List<DataFile> files = new ArrayList<>();
        partitions.forEach((partition, some) -> files.add(data(format, table.spec(), partition, some)));
        return files;
    }

    DataFile data(FileFormat format, PartitionSpec spec, StructLike partition, List<Record> rows) {
        GenericFileWriterFactory factory = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(format)
                .dataSchema(table.schema())
                .build();
        try (DataWriter<Record> writer = factory.newDataWriter(file(format), spec, partition)) {
            rows.forEach(writer::write);
            writer.close();
            return writer.toDataFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Positions of data files of one partition. */
    DeleteFile positions(FileFormat format, Map<DataFile, List<Long>> positions) {
        GenericFileWriterFactory factory = new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(format)
                .build();
        DataFile first = positions.keySet().iterator().next();
        PartitionSpec spec = table.specs().get(first.specId());
        try (PositionDeleteWriter<Record> writer =
                factory.newPositionDeleteWriter(file(format), spec, first.partition())) {
            PositionDelete<Record> row = PositionDelete.create();
            positions.keySet().stream()
                    .sorted((a, b) -> a.location().compareTo(b.location()))
                    .forEach(data -> positions.get(data).stream()
                            .sorted()
                            .forEach(at -> writer.write(row.set(data.location(), at))));
            writer.close();
            return writer.toDeleteFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The deletion vector of a data file, with what {@code earlier} deleted. */
    DeleteWriteResult vector(DataFile data, List<Long> positions, List<DeleteFile> earlier) {
        OutputFileFactory files = OutputFileFactory.builderFor(table, 1, ++count)
                .format(FileFormat.PUFFIN)
                .build();
        BaseDeleteLoader loader =
                new BaseDeleteLoader(file -> table.io().newInputFile(file.location(), file.fileSizeInBytes()));
        try (BaseDVFileWriter writer = new BaseDVFileWriter(
                files, path -> earlier.isEmpty() ? null : loader.loadPositionDeletes(earlier, path))) {
            PartitionSpec spec = table.specs().get(data.specId());
            positions.forEach(at -> writer.delete(data.location(), at, spec, data.partition()));
            writer.close();
            return writer.result();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of {@code schema} that are deleted wherever they are in the partition, or in the table without one. */
    DeleteFile equal(
            FileFormat format, Schema schema, int[] ids, PartitionSpec spec, StructLike partition, List<Record> rows) {
        GenericFileWriterFactory factory = new GenericFileWriterFactory.Builder(table)
                .deleteFileFormat(format)
                .equalityDeleteRowSchema(schema)
                .equalityFieldIds(ids)
                .build();
        try (EqualityDeleteWriter<Record> writer = factory.newEqualityDeleteWriter(file(format), spec, partition)) {
            rows.forEach(writer::write);
            writer.close();
            return writer.toDeleteFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EncryptedOutputFile file(FileFormat format) {
        String name = prefix + "f" + ++count + "." + format.name().toLowerCase(java.util.Locale.ROOT);
        return EncryptedFiles.plainAsEncryptedOutput(table.io().newOutputFile(table.location() + "/data/" + name));
    }
}
