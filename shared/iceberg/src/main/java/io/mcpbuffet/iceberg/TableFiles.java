package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.ScanPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
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
    public List<long[]> positions(List<ScanPlan.DeletionVector> vectors) {
        for (ScanPlan.DeletionVector vector : vectors) {
            if (!this.vectors.containsKey(vector)) {
                throw LakeException.invalid("The deletion vector in '" + vector.location() + "' is not of this plan");
            }
        }
        String location = vectors.get(0).location();
        return IcebergErrors.reading(ref, location, () -> read(location, vectors));
    }

    /** In the order of the file, which streams of object stores read in one go. */
    private List<long[]> read(String location, List<ScanPlan.DeletionVector> wanted) {
        Map<ScanPlan.DeletionVector, long[]> positions = new HashMap<>();
        try (SeekableInputStream in = io.newInputFile(location).newStream()) {
            for (ScanPlan.DeletionVector vector : wanted.stream()
                    .sorted(Comparator.comparingLong(ScanPlan.DeletionVector::contentOffset))
                    .toList()) {
                byte[] blob = new byte[Math.toIntExact(vector.contentSize())];
                in.seek(vector.contentOffset());
                IOUtil.readFully(in, blob, 0, blob.length);
                positions.put(vector, decoded(blob, vectors.get(vector)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wanted.stream().map(positions::get).toList();
    }

    private static long[] decoded(byte[] blob, DeleteFile file) {
        PositionDeleteIndex index = PositionDeleteIndex.deserialize(blob, file);
        LongStream.Builder positions = LongStream.builder();
        index.forEach(positions::add);
        return positions.build().toArray();
    }
}
