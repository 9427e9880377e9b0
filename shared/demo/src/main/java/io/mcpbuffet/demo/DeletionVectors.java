package io.mcpbuffet.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Table;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.io.OutputFileFactory;

/** Writes deletion vectors of a v3 table. */
public final class DeletionVectors {
    private DeletionVectors() {}

    /** One file of a vector for each data file, with the positions that are deleted in it. */
    public static List<DeleteFile> of(Table table, List<DataFile> files, Function<DataFile, List<Long>> positions) {
        OutputFileFactory vectors = OutputFileFactory.builderFor(table, 1, 1)
                .format(FileFormat.PUFFIN)
                .build();
        BaseDVFileWriter writer = new BaseDVFileWriter(vectors, path -> null);
        try (writer) {
            for (DataFile file : files) {
                positions
                        .apply(file)
                        .forEach(position -> writer.delete(file.location(), position, table.spec(), file.partition()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.result().deleteFiles();
    }
}
