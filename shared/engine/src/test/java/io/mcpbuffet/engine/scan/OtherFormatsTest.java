package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are not Parquet: bounded, and what goes wrong with them is told with their name. */
class OtherFormatsTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "text", Types.StringType.get()));
    private static final int ROWS = 500;

    @TempDir
    private Path warehouse;

    private Table table;
    private LocalFileIO io;

    @BeforeEach
    void create() {
        table = TableWriter.create(warehouse, SCHEMA, PartitionSpec.unpartitioned(), 2);
        io = LocalFileIO.reading(List.of(warehouse), warehouse);
    }

    private DataFile append(FileFormat format) {
        DataFile file = new TableWriter(table)
                .data(format, new RandomValues(new Random(1)).rows(SCHEMA, ROWS))
                .get(0);
        table.newAppend().appendFile(file).commit();
        return file;
    }

    private ScanPlan plan() {
        LocalFiles local = (files, location, length) -> LocalFile.existing(io.path(location));
        return OneTable.pin(table, local, AsOf.LATEST).plan();
    }

    private ScanRelation relation(ScanRelations relations) {
        return relations.of("v", plan(), List.of());
    }

    private static LakeException failure(Callable<?> call) {
        return catchThrowableOfType(LakeException.class, call::call);
    }

    @ParameterizedTest
    @EnumSource(names = {"AVRO", "ORC"})
    void takeNoMoreOfTheDiskThanAQueryMay(FileFormat format) {
        append(format);
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 2000)) {
            LakeException failure = failure(() -> relation(relations));
            assertThat(failure.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
            assertThat(failure).hasMessageContaining("not Parquet");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AVRO", "ORC"})
    void leaveNothingBehind(FileFormat format) {
        append(format);
        Path made;
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 1 << 20)) {
            made = Path.of(relation(relations).records().get(0).json());
            assertThat(made).exists();
        }
        assertThat(made).doesNotExist();
        assertThat(made.getParent()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"AVRO", "ORC"})
    void areNamedWhereTheyAreNotWhole(FileFormat format) throws IOException {
        Path file = io.path(append(format).location());
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 3, bytes.length, (byte) 7);
        Files.write(file, bytes);
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 1 << 20)) {
            LakeException failure = failure(() -> relation(relations));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure)
                    .hasMessageContaining(file.getFileName().toString())
                    .hasMessageContaining(format.name());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AVRO", "ORC"})
    void stopWhenTheCallerIsInterrupted(FileFormat format) {
        append(format);
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 1 << 20)) {
            Thread.currentThread().interrupt();
            assertThat(failure(() -> relation(relations)).code()).isEqualTo(ErrorCode.CANCELLED);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void areReadForTheColumnsThatAreAsked() {
        append(FileFormat.AVRO);
        LocalFiles local = (files, location, length) -> LocalFile.existing(io.path(location));
        ScanRequest some = new ScanRequest(Optional.of(List.of("text")), RowFilter.all(), OptionalLong.empty());
        ScanPlan plan = OneTable.pin(table, local, AsOf.LATEST).plan(some);
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 1 << 20)) {
            assertThat(relations.of("v", plan, List.of()).records().get(0).fields())
                    .extracting("name")
                    .containsExactly("text");
        }
    }
}
