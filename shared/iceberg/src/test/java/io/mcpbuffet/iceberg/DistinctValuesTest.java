package io.mcpbuffet.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.iceberg.GenericBlobMetadata;
import org.apache.iceberg.GenericStatisticsFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinCompressionCodec;
import org.apache.iceberg.puffin.PuffinWriter;
import org.apache.iceberg.puffin.StandardBlobTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sketches that Apache DataSketches 6.2.0 wrote, in statistics files that Iceberg writes. */
class DistinctValuesTest {
    private static final TableRef REF = new TableRef("lake", Namespace.of("n"), "t");

    @TempDir
    private Path directory;

    /** One line of the resource: the form, how many different values were put in, what the library estimates, the bytes. */
    record Sketch(String form, long values, long estimate, String base64) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return form + " of " + values;
        }
    }

    static Stream<Sketch> sketches() {
        try (InputStream in = DistinctValuesTest.class.getResourceAsStream("theta-sketches.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Sketch(cells[0], Long.parseLong(cells[1]), Long.parseLong(cells[2]), cells[3]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sketch large() {
        return sketches().reduce((one, other) -> other).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void theEstimateIsThatOfTheLibrary(Sketch sketch) {
        assertThat(ThetaSketch.estimate(ByteBuffer.wrap(sketch.bytes()))).hasValue(sketch.estimate());
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void bytesThatAreNoSketchTellNothingAndFailNothing(Sketch sketch) {
        Random random = new Random(sketch.estimate());
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Arrays.copyOf(sketch.bytes(), random.nextInt(sketch.bytes().length + 1));
            if (bytes.length > 0) {
                bytes[random.nextInt(Math.min(24, bytes.length))] = (byte) random.nextInt();
            }
            ThetaSketch.estimate(ByteBuffer.wrap(bytes))
                    .ifPresent(n -> assertThat(n).isNotNegative());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "ZSTD"})
    void aSketchWithoutANoteOfItsCountIsRead(String codec) throws IOException {
        Table table = table();
        write(table, table.currentSnapshot(), large().bytes(), PuffinCompressionCodec.valueOf(codec), Map.of());
        Figure distinct = distinct(AsOf.LATEST).orElseThrow();
        assertThat(distinct.value()).isEqualTo(large().estimate());
        assertThat(distinct.exact()).isFalse();
        assertThat(distinct.note())
                .isEqualTo("theta sketch of snapshot " + table.currentSnapshot().snapshotId());
    }

    @Test
    void theCountThatTheWriterNotedIsTakenAsItIs() throws IOException {
        Table table = table();
        write(table, table.currentSnapshot(), new byte[0], PuffinCompressionCodec.NONE, Map.of("ndv", "41"));
        assertThat(distinct(AsOf.LATEST).orElseThrow().value()).isEqualTo(41L);
    }

    @Test
    void aMomentHasTheSketchOfItselfOrOfTheLastOneBefore() throws IOException {
        Table table = table();
        Snapshot first = table.currentSnapshot();
        write(table, first, new byte[0], PuffinCompressionCodec.NONE, Map.of("ndv", "1"));
        change(table);
        Snapshot second = table.currentSnapshot();
        write(table, second, new byte[0], PuffinCompressionCodec.NONE, Map.of("ndv", "2"));
        change(table);
        assertThat(distinct(new AsOf.SnapshotId(first.snapshotId()))
                        .orElseThrow()
                        .value())
                .isEqualTo(1L);
        assertThat(distinct(new AsOf.SnapshotId(second.snapshotId()))
                        .orElseThrow()
                        .value())
                .isEqualTo(2L);
        Figure latest = distinct(AsOf.LATEST).orElseThrow();
        assertThat(latest.value()).isEqualTo(2L);
        assertThat(latest.note()).isEqualTo("theta sketch of snapshot " + second.snapshotId());
    }

    @Test
    void aBrokenStatisticsFileLeavesTheOtherFigures() throws IOException {
        Table table = table();
        GenericStatisticsFile file =
                write(table, table.currentSnapshot(), large().bytes(), PuffinCompressionCodec.NONE, Map.of());
        Files.write(Path.of(file.path().replaceFirst("^file:", "")), new byte[(int) file.fileSizeInBytes()]);
        OfColumn id = id(AsOf.LATEST);
        assertThat(id.distinct()).isEmpty();
        assertThat(id.nulls()).isPresent();
    }

    @Test
    void aFrameThatSaysToUnpackToMoreThanASketchIsNotUnpacked() {
        assertThat(DistinctValues.unpacked(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0x20, 33}))
                .isEqualTo(33);
        byte[] huge = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) 0xA0, 0, 0, 0, (byte) 0x80};
        assertThat(DistinctValues.unpacked(huge)).isEqualTo(1L << 31);
        assertThat(DistinctValues.unpacked(new byte[] {1, 2, 3})).isEqualTo(Long.MAX_VALUE);
    }

    private Table table() {
        RandomTable random = RandomTable.in(directory, new Random(3));
        while (random.table().currentSnapshot() == null) {
            random.step();
        }
        return random.table();
    }

    private static void change(Table table) {
        table.newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
        table.refresh();
    }

    private static GenericStatisticsFile write(
            Table table, Snapshot of, byte[] sketch, PuffinCompressionCodec codec, Map<String, String> noted)
            throws IOException {
        String path = table.location() + "/metadata/" + UUID.randomUUID() + ".stats";
        PuffinWriter writer = Puffin.write(table.io().newOutputFile(path)).build();
        try (writer) {
            writer.add(new Blob(
                    StandardBlobTypes.APACHE_DATASKETCHES_THETA_V1,
                    List.of(1),
                    of.snapshotId(),
                    of.sequenceNumber(),
                    ByteBuffer.wrap(sketch),
                    codec,
                    noted));
            writer.finish();
        }
        GenericStatisticsFile file = new GenericStatisticsFile(
                of.snapshotId(),
                path,
                writer.fileSize(),
                writer.footerSize(),
                writer.writtenBlobsMetadata().stream()
                        .map(GenericBlobMetadata::from)
                        .map(org.apache.iceberg.BlobMetadata.class::cast)
                        .toList());
        table.updateStatistics().setStatistics(file).commit();
        return file;
    }

    private Optional<Figure> distinct(AsOf asOf) {
        return id(asOf).distinct();
    }

    private OfColumn id(AsOf asOf) {
        LocalCatalog reader = LocalCatalog.reading(directory, directory);
        return IcebergCatalog.of("lake", reader, new LocalTableFiles(reader.io()))
                .figures(REF, asOf, List.of("id"))
                .columns()
                .get(0);
    }
}
