package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.ScanPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.SeekableInputStream;

/** The files of one plan. */
final class TableFiles implements FileAccess {
    private final TableRef ref;
    private final FileIO io;
    private final LocalFiles files;
    private final Map<ScanPlan.DeletionVector, DeleteFile> vectors;
    private final Map<String, RecordFile> records;

    TableFiles(
            TableRef ref,
            FileIO io,
            LocalFiles files,
            Map<ScanPlan.DeletionVector, DeleteFile> vectors,
            Map<String, RecordFile> records) {
        this.ref = ref;
        this.io = io;
        this.files = files;
        this.vectors = Map.copyOf(vectors);
        this.records = records;
    }

    @Override
    public LocalFile fetch(String location, long length) {
        return IcebergErrors.reading(ref, location, () -> files.file(io, location, length));
    }

    @Override
    public boolean isNear(String location, long length) {
        return files.isNear(location, length);
    }

    @Override
    public FileRecords records(String location, ScanPlan.Format format) {
        RecordFile file = records.get(location);
        if (file == null) {
            return FileAccess.super.records(location, format);
        }
        LocalFile local = fetch(location, file.length());
        try {
            return IcebergErrors.reading(ref, location, () -> file.open(local.path(), local::close));
        } catch (LakeException e) {
            local.close();
            throw e;
        }
    }

    @Override
    public long[] positions(ScanPlan.DeletionVector vector) {
        DeleteFile file = vectors.get(vector);
        if (file == null) {
            throw LakeException.invalid("The deletion vector in '" + vector.location() + "' is not of this plan");
        }
        return IcebergErrors.reading(ref, vector.location(), () -> read(vector, file));
    }

    private long[] read(ScanPlan.DeletionVector vector, DeleteFile file) {
        byte[] blob = new byte[Math.toIntExact(vector.contentSize())];
        try (SeekableInputStream in = io.newInputFile(vector.location()).newStream()) {
            in.seek(vector.contentOffset());
            IOUtil.readFully(in, blob, 0, blob.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PositionDeleteIndex index = PositionDeleteIndex.deserialize(blob, file);
        LongStream.Builder positions = LongStream.builder();
        index.forEach(positions::add);
        return positions.build().toArray();
    }
}
