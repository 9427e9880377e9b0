package io.mcpbuffet.iceberg;

import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.RowDelta;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.DVFileWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** A table of random rows that changes at random: files come and go, rows are deleted in both ways, columns are added. */
final class RandomTable {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "text", Types.StringType.get()),
            Types.NestedField.optional(3, "real", Types.DoubleType.get()),
            Types.NestedField.optional(4, "price", Types.DecimalType.of(20, 3)),
            Types.NestedField.optional(5, "at", Types.TimestampType.withZone()),
            Types.NestedField.optional(
                    6, "place", Types.StructType.of(Types.NestedField.optional(7, "city", Types.StringType.get()))),
            Types.NestedField.optional(8, "tags", Types.ListType.ofOptional(9, Types.StringType.get())));

    private final Random random;
    private final Table table;
    private final int version;
    private final List<DataFile> files = new ArrayList<>();
    private long next;

    private RandomTable(Table table, int version, Random random) {
        this.table = table;
        this.version = version;
        this.random = random;
    }

    static RandomTable in(Path warehouse, Random random) {
        LocalCatalog catalog = LocalCatalog.writing(warehouse);
        catalog.createNamespace(Namespace.of("n"));
        int version = 2 + random.nextInt(2);
        Table table = catalog.createTable(
                TableIdentifier.of("n", "t"),
                SCHEMA,
                PartitionSpec.unpartitioned(),
                Map.of("format-version", String.valueOf(version)));
        return new RandomTable(table, version, random);
    }

    Table table() {
        return table;
    }

    void step() {
        switch (random.nextInt(6)) {
            case 0 -> addColumn();
            case 1 -> removeFile();
            case 2 -> deleteRows();
            default -> append();
        }
        table.refresh();
    }

    private void addColumn() {
        table.updateSchema()
                .addColumn("more" + table.schema().highestFieldId(), Types.IntegerType.get())
                .commit();
    }

    private void removeFile() {
        if (!files.isEmpty()) {
            table.newDelete()
                    .deleteFile(files.remove(random.nextInt(files.size())))
                    .commit();
        }
    }

    private void append() {
        DataFile file = write();
        table.newAppend().appendFile(file).commit();
        files.add(file);
    }

    private DataFile write() {
        Path path = path("data", ".parquet");
        try {
            DataWriter<Record> writer = Parquet.writeData(table.io().newOutputFile(path.toString()))
                    .forTable(table)
                    .createWriterFunc(GenericParquetWriter::create)
                    .overwrite()
                    .build();
            try (writer) {
                int rows = 1 + random.nextInt(50);
                for (int i = 0; i < rows; i++) {
                    writer.write(row());
                }
            }
            return writer.toDataFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(String directory, String ending) {
        return Path.of(table.location().replaceFirst("^file:", ""), directory, UUID.randomUUID() + ending);
    }

    private Record row() {
        GenericRecord row = GenericRecord.create(table.schema());
        row.setField("id", next++);
        row.setField("text", or(null, "t" + "x".repeat(random.nextInt(30)) + random.nextInt(100)));
        row.setField("real", or(Double.NaN, or(null, random.nextGaussian())));
        row.setField("price", or(null, BigDecimal.valueOf(random.nextLong() / 1000, 3)));
        row.setField("at", or(null, Instant.ofEpochSecond(random.nextInt()).atOffset(ZoneOffset.UTC)));
        GenericRecord place =
                GenericRecord.create(table.schema().findType("place").asStructType());
        place.setField("city", or(null, "c" + random.nextInt(10)));
        row.setField("place", or(null, place));
        row.setField("tags", or(null, List.of("a", "b")));
        for (Types.NestedField field : table.schema().columns()) {
            if (field.name().startsWith("more")) {
                row.setField(field.name(), or(null, random.nextInt(1000)));
            }
        }
        return row;
    }

    private <T> T or(T rare, T usual) {
        return random.nextInt(5) == 0 ? rare : usual;
    }

    private void deleteRows() {
        if (files.isEmpty()) {
            return;
        }
        RowDelta delta = table.newRowDelta();
        if (version >= 3 && random.nextBoolean()) {
            vectors().forEach(delta::addDeletes);
        } else {
            delta.addDeletes(equal(random.nextInt((int) next + 1)));
        }
        delta.commit();
    }

    /** One deletion vector for a file that has none yet. */
    private List<DeleteFile> vectors() {
        DataFile file = files.remove(random.nextInt(files.size()));
        DVFileWriter writer = new BaseDVFileWriter(
                OutputFileFactory.builderFor(table, 1, 1)
                        .format(org.apache.iceberg.FileFormat.PUFFIN)
                        .build(),
                path -> null);
        try (writer) {
            writer.delete(file.location(), random.nextInt((int) file.recordCount()), table.spec(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.result().deleteFiles();
    }

    private DeleteFile equal(long id) {
        Schema key = table.schema().select("id");
        try {
            EqualityDeleteWriter<Record> writer = Parquet.writeDeletes(table.io()
                            .newOutputFile(path("data", "-deletes.parquet").toString()))
                    .forTable(table)
                    .rowSchema(key)
                    .createWriterFunc(GenericParquetWriter::create)
                    .equalityFieldIds(1)
                    .overwrite()
                    .buildEqualityWriter();
            try (writer) {
                GenericRecord record = GenericRecord.create(key);
                record.setField("id", id);
                writer.write(record);
            }
            return writer.toDeleteFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
