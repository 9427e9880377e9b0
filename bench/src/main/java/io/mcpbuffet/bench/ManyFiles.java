package io.mcpbuffet.bench;

import io.mcpbuffet.demo.Parquet;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.PartitionData;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;

/**
 * A table {@code n.events} of many small files: a partition and a manifest for each of 100 days, in which each file is of one device.
 * Beside it {@code n.one}, of one file. Made once and kept.
 */
record ManyFiles(Path directory) {
    static final int DAYS = 100;
    static final int DEVICES = 100;
    static final int FILES = DAYS * DEVICES;
    static final int ROWS = 10;
    static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final TableIdentifier EVENTS = TableIdentifier.of(Namespace.of("n"), "events");
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.required(2, "day", Types.DateType.get()),
            Types.NestedField.required(3, "device", Types.StringType.get()));

    static ManyFiles at(Path directory) throws IOException {
        ManyFiles data = new ManyFiles(directory.toAbsolutePath().normalize());
        Path ready = data.directory.resolve("ready");
        if (!Files.exists(ready)) {
            Files.createDirectories(data.directory);
            try (Parquet parquet = Parquet.open()) {
                data.make(parquet);
            }
            Files.writeString(ready, "");
        }
        return data;
    }

    private void make(Parquet parquet) {
        LocalCatalog catalog = LocalCatalog.writing(directory);
        Table one = catalog.createTable(TableIdentifier.of(Namespace.of("n"), "one"), SCHEMA);
        one.newAppend()
                .appendFile(parquet.data(one, SCHEMA, "one", null, rows(0, 0)))
                .commit();
        Table table = catalog.createTable(
                EVENTS, SCHEMA, PartitionSpec.builderFor(SCHEMA).identity("day").build());
        for (int day = 0; day < DAYS; day++) {
            PartitionData partition = new PartitionData(table.spec().partitionType());
            partition.set(0, (int) FIRST.plusDays(day).toEpochDay());
            AppendFiles append = table.newFastAppend();
            for (int device = 0; device < DEVICES; device++) {
                String name = day + "-" + device;
                append.appendFile(parquet.data(table, SCHEMA, name, partition, rows(day, device)));
            }
            append.commit();
        }
    }

    private static String rows(int day, int device) {
        long first = (long) (day * DEVICES + device) * ROWS;
        return "SELECT i AS id, DATE '" + FIRST.plusDays(day) + "' AS day, '" + device(device)
                + "' AS device FROM range(" + first + ", " + (first + ROWS) + ") t(i)";
    }

    static String device(int number) {
        return "device-" + number;
    }

    /** Loaded anew, so that nothing of it is known. */
    Table events() {
        return LocalCatalog.reading(directory, directory).loadTable(EVENTS);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("n/events/data"))) {
            return files.toList();
        }
    }

    /** From here on {@link #opened} counts. */
    void forgetReads() throws IOException {
        for (Path file : files()) {
            Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(null, LONG_AGO, null);
        }
    }

    /** The data files that any process has read from since: the file system notes when a file was read first. */
    long opened() throws IOException {
        long opened = 0;
        for (Path file : files()) {
            FileTime read =
                    Files.readAttributes(file, BasicFileAttributes.class).lastAccessTime();
            opened += read.equals(LONG_AGO) ? 0 : 1;
        }
        return opened;
    }

    /** Throws where the file system notes no reads, so that no count of them would tell anything. */
    void requireNotes() throws IOException {
        forgetReads();
        Files.readAllBytes(files().get(0));
        if (opened() != 1) {
            throw new IllegalStateException("The file system of " + directory + " does not note when a file is read");
        }
    }
}
