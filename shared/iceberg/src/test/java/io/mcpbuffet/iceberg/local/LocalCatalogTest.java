package io.mcpbuffet.iceberg.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.CatalogContract;
import io.mcpbuffet.spi.CatalogFixture;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.Scannable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCatalogTest extends CatalogContract {
    @TempDir
    private Path directory;

    private CatalogFixture fixture;

    @BeforeEach
    void make() {
        fixture = SampleWarehouse.at(directory, "local");
    }

    @Override
    protected CatalogFixture fixture() {
        return fixture;
    }

    private TableRef orders() {
        return fixture.history().orElseThrow();
    }

    @Test
    void describesWhatTheSnapshotSays() {
        TableInfo info = fixture.catalog().table(orders(), AsOf.LATEST);
        assertThat(info.partitioning()).containsExactly("month(at)");
        assertThat(info.rowCount()).hasValue(30);
        assertThat(info.columns().get(0).comment()).contains("The order's number");
        assertThat(info.properties()).containsEntry("format-version", "2");
        assertThat(fixture.catalog().table(orders(), new AsOf.Tag("first")).rowCount())
                .hasValue(10);
    }

    @Test
    void planReadsTheFilesOfTheSnapshotOnly() {
        Scannable scannable = (Scannable) fixture.catalog();
        ScanPlan plan = scannable.pin(orders(), new AsOf.Tag("first")).plan();
        assertThat(plan.files()).hasSize(1);
        assertThat(scannable.pin(orders(), AsOf.LATEST).plan().filesTotal()).isEqualTo(3);
    }

    @Test
    void saysWhichFileIsGone() {
        ScanPlan plan =
                ((Scannable) fixture.catalog()).pin(orders(), AsOf.LATEST).plan();
        ScanPlan.DataFile file = plan.files().get(0);
        LakeException gone =
                catchThrowableOfType(LakeException.class, () -> plan.access().fetch(file.location(), file.length()));
        assertThat(gone.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(gone).hasMessageContaining(file.location());
    }

    @Test
    void saysWhichFileIsOfAFormatThatNobodyReads() {
        LocalCatalog writer = LocalCatalog.writing(directory);
        Schema schema = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
        Table table = writer.createTable(TableIdentifier.of(Namespace.of("shop"), "orcs"), schema);
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .withPath(table.location() + "/data/one.orc")
                        .withFormat(FileFormat.ORC)
                        .withFileSizeInBytes(10)
                        .withRecordCount(1)
                        .build())
                .commit();
        TableRef orcs = new TableRef("local", io.mcpbuffet.model.Namespace.of("shop"), "orcs");
        LakeException failure = catchThrowableOfType(
                LakeException.class,
                () -> ((Scannable) fixture.catalog()).pin(orcs, AsOf.LATEST).plan());
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure)
                .hasMessageContaining("one.orc")
                .hasMessageContaining("ORC")
                .hasMessageContaining("optional module");
    }

    @Test
    void saysByNameThatATableIsEncrypted() throws IOException {
        LocalCatalog writer = LocalCatalog.writing(directory);
        Schema schema = new Schema(Types.NestedField.optional(1, "id", Types.LongType.get()));
        Table table = writer.createTable(TableIdentifier.of(Namespace.of("shop"), "sealed"), schema);
        table.newAppend().commit();
        Path metadata = directory.resolve("shop/sealed/metadata/v2.metadata.json");
        String text = Files.readString(metadata);
        assertThat(text).contains("\"manifest-list\"");
        Files.writeString(metadata, text.replace("\"manifest-list\"", "\"key-id\" : \"k\", \"manifest-list\""));
        TableRef sealed = new TableRef("local", io.mcpbuffet.model.Namespace.of("shop"), "sealed");
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> ((Scannable) fixture.catalog()).pin(sealed, AsOf.LATEST));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("local.shop.sealed").hasMessageContaining("encrypted");
    }

    @Test
    void listsFilesAndPartitionsFromManifests() {
        Metadata metadata = (Metadata) fixture.catalog();
        assertThat(metadata.inspect(orders(), MetadataView.FILES, AsOf.LATEST, PageRequest.first(100))
                        .rows()
                        .items())
                .hasSize(3);
        List<List<Object>> partitions = metadata.inspect(
                        orders(), MetadataView.PARTITIONS, AsOf.LATEST, PageRequest.first(100))
                .rows()
                .items();
        assertThat(partitions.stream().map(row -> row.get(0)))
                .containsExactlyInAnyOrder("at_month=2026-01", "at_month=2026-02", "at_month=2026-03");
    }

    @Test
    void aTornTableDoesNotHideTheOthers() throws IOException {
        Path torn = directory.resolve("shop/torn/metadata");
        Files.createDirectories(torn);
        Files.writeString(torn.resolve("v1.metadata.json"), "{\"half\":");
        Files.writeString(torn.resolve("version-hint.text"), "1");
        TableRef table = new TableRef("local", io.mcpbuffet.model.Namespace.of("shop"), "torn");
        assertThat(fixture.catalog().table(orders(), AsOf.LATEST).table()).isEqualTo(orders());
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> fixture.catalog().table(table, AsOf.LATEST));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.getMessage()).contains("torn").doesNotContain("Exception");
    }

    @Test
    void refusesFilesOutsideOfTheWarehouse(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("secret.parquet"), "x");
        LocalFileIO io = LocalFileIO.reading(List.of(directory), directory);
        Path link = Files.createSymbolicLink(directory.resolve("link.parquet"), outside);
        for (String location : List.of(
                outside.toString(),
                "file://" + outside,
                "../" + elsewhere.getFileName() + "/secret.parquet",
                link.toString())) {
            assertThat(catchThrowableOfType(LakeException.class, () -> io.path(location))
                            .code())
                    .as(location)
                    .isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
        assertThat(catchThrowableOfType(LakeException.class, () -> io.path("s3://bucket/x"))
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void writingIsRefusedWhereTheWarehouseIsRead() {
        LocalCatalog reader = LocalCatalog.reading(directory, directory);
        Table table = reader.loadTable(TableIdentifier.of("shop", "orders"));
        assertThat(catchThrowableOfType(
                                LakeException.class,
                                () -> table.updateProperties().set("a", "b").commit())
                        .code())
                .isEqualTo(ErrorCode.READ_ONLY);
    }

    @Test
    void oneOfTwoConcurrentCommitsIsRepeatedNotLost() {
        LocalCatalog writer = LocalCatalog.writing(directory);
        Table one = writer.loadTable(TableIdentifier.of("shop", "orders"));
        Table two = writer.loadTable(TableIdentifier.of("shop", "orders"));
        one.updateProperties().set("one", "1").commit();
        Assertions.assertThatCode(() -> two.updateProperties().set("two", "2").commit())
                .doesNotThrowAnyException();
        assertThat(writer.loadTable(TableIdentifier.of("shop", "orders")).properties())
                .containsKeys("one", "two");
    }

    @Test
    void keepsViews() {
        LocalCatalog writer = LocalCatalog.writing(directory);
        writer.buildView(TableIdentifier.of("shop", "recent"))
                .withSchema(new Schema(Types.NestedField.optional(1, "id", Types.LongType.get())))
                .withQuery("duckdb", "SELECT id FROM orders")
                .withDefaultNamespace(Namespace.of("shop"))
                .create();
        TableRef view = new TableRef("local", io.mcpbuffet.model.Namespace.of("shop"), "recent");
        assertThat(fixture.catalog().table(view, AsOf.LATEST).kind()).isEqualTo(io.mcpbuffet.model.TableKind.VIEW);
        assertThat(((io.mcpbuffet.spi.Views) fixture.catalog())
                        .view(view, "duckdb")
                        .orElseThrow()
                        .sql())
                .isEqualTo("SELECT id FROM orders");
        assertThat(fixture.catalog()
                        .tables(io.mcpbuffet.model.Namespace.of("shop"), PageRequest.first(10))
                        .items())
                .extracting(entry -> entry.table().name())
                .containsExactly("orders", "recent");
    }
}
