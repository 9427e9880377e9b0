package io.mcpbuffet.iceberg;

import io.mcpbuffet.spi.ColumnFigures.Figure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.BlobMetadata;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StatisticsFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.IOUtil;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinCompressionCodec;
import org.apache.iceberg.puffin.PuffinReader;
import org.apache.iceberg.puffin.StandardBlobTypes;
import org.apache.iceberg.util.SnapshotUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of different values from the theta sketches of a table's statistics files: what the writer noted in the table's metadata, or
 * else what the sketch itself tells. A file that cannot be read tells nothing.
 */
final class DistinctValues {
    private static final Logger LOG = LoggerFactory.getLogger(DistinctValues.class);
    /** Writers keep 4096 hashes, which is 32 KB. */
    private static final long LARGEST_SKETCH = 1 << 20;

    private static final long LARGEST_FOOTER = 4 << 20;
    private static final int ZSTD = 0xFD2FB528;

    private final Table table;
    private final List<StatisticsFile> files;

    DistinctValues(Table table, Optional<Snapshot> snapshot) {
        this.table = table;
        this.files = nearestFirst(table, snapshot);
    }

    /** Those of the snapshot, then of those before it from the last on, then the others. */
    private static List<StatisticsFile> nearestFirst(Table table, Optional<Snapshot> snapshot) {
        List<StatisticsFile> files = new ArrayList<>(table.statisticsFiles());
        if (snapshot.isEmpty() || files.isEmpty()) {
            return files;
        }
        List<Long> line = new ArrayList<>();
        SnapshotUtil.ancestorIdsBetween(snapshot.get().snapshotId(), null, table::snapshot)
                .forEach(line::add);
        files.sort(Comparator.comparingInt(
                file -> line.contains(file.snapshotId()) ? line.indexOf(file.snapshotId()) : Integer.MAX_VALUE));
        return files;
    }

    Optional<Figure> of(int field) {
        for (StatisticsFile file : files) {
            for (BlobMetadata blob : file.blobMetadata()) {
                if (isSketch(blob.type(), blob.fields(), field)) {
                    OptionalLong count = noted(blob);
                    count = count.isPresent() ? count : read(file, field);
                    if (count.isPresent()) {
                        String source = "theta sketch of snapshot " + blob.sourceSnapshotId();
                        return Optional.of(new Figure(count.getAsLong(), false, source));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSketch(String type, List<Integer> fields, int field) {
        return type.equals(StandardBlobTypes.APACHE_DATASKETCHES_THETA_V1) && fields.equals(List.of(field));
    }

    private static OptionalLong noted(BlobMetadata blob) {
        String count = blob.properties() == null ? "" : blob.properties().getOrDefault("ndv", "");
        return count.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(count)) : OptionalLong.empty();
    }

    private OptionalLong read(StatisticsFile file, int field) {
        if (file.fileFooterSizeInBytes() > LARGEST_FOOTER) {
            return OptionalLong.empty();
        }
        InputFile input = table.io().newInputFile(file.path(), file.fileSizeInBytes());
        try (PuffinReader reader = Puffin.read(input)
                .withFileSize(file.fileSizeInBytes())
                .withFooterSize(file.fileFooterSizeInBytes())
                .build()) {
            for (var blob : reader.fileMetadata().blobs()) {
                if (isSketch(blob.type(), blob.inputFields(), field)
                        && blob.length() <= LARGEST_SKETCH
                        && (blob.compressionCodec() == null || unpacks(input, blob))) {
                    ByteBuffer sketch =
                            reader.readAll(List.of(blob)).iterator().next().second();
                    return ThetaSketch.estimate(sketch);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The statistics file {} cannot be read", file.path(), e);
        }
        return OptionalLong.empty();
    }

    /** Whether it says to unpack to a size that a sketch has. */
    private static boolean unpacks(InputFile input, org.apache.iceberg.puffin.BlobMetadata blob) throws IOException {
        byte[] head = new byte[(int) Math.min(blob.length(), 18)];
        try (SeekableInputStream in = input.newStream()) {
            in.seek(blob.offset());
            IOUtil.readFully(in, head, 0, head.length);
        }
        return blob.compressionCodec().equals(PuffinCompressionCodec.ZSTD.codecName())
                && unpacked(head) <= LARGEST_SKETCH;
    }

    /** The size that the head of a frame of Zstandard tells; the largest number where it tells none. */
    static long unpacked(byte[] head) {
        ByteBuffer frame = ByteBuffer.allocate(18).put(head).rewind().order(ByteOrder.LITTLE_ENDIAN);
        int flags = frame.get(4) & 0xff;
        boolean single = (flags & 0x20) != 0;
        int size = 5 + (single ? 0 : 1) + ((1 << (flags & 3)) >> 1);
        long told =
                switch (flags >> 6) {
                    case 0 -> single ? frame.get(size) & 0xff : Long.MAX_VALUE;
                    case 1 -> (frame.getShort(size) & 0xffff) + 256;
                    case 2 -> frame.getInt(size) & 0xffffffffL;
                    default -> frame.getLong(size);
                };
        return frame.getInt(0) != ZSTD || told < 0 ? Long.MAX_VALUE : told;
    }
}
