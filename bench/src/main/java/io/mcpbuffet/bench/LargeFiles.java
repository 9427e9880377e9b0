package io.mcpbuffet.bench;

import io.mcpbuffet.demo.Parquet;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** The line items of TPC-H as an Iceberg table of a file for each year. Made once and kept. */
record LargeFiles(Path directory) {
    private static final int FIRST_YEAR = 1992;
    private static final int LAST_YEAR = 1998;

    static LargeFiles at(Path directory, double scale) throws IOException, SQLException {
        LargeFiles data = new LargeFiles(directory.toAbsolutePath().normalize());
        Path ready = data.directory.resolve("ready");
        if (!Files.exists(ready)) {
            Files.createDirectories(data.directory);
            Path database = data.directory.resolve("tpch.duckdb");
            TpchData.generate(database, scale);
            try (Parquet parquet = Parquet.open(database.toString())) {
                data.make(parquet);
            }
            Files.delete(database);
            Files.writeString(ready, "");
        }
        return data;
    }

    private void make(Parquet parquet) {
        Table table = LocalCatalog.writing(directory)
                .createTable(
                        TableIdentifier.of(Namespace.of("plain"), "lineitem"),
                        TpchData.schema("lineitem"),
                        PartitionSpec.unpartitioned());
        AppendFiles append = table.newAppend();
        for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
            LocalDate from = LocalDate.of(year, 1, 1);
            append.appendFile(parquet.data(
                    table,
                    table.schema(),
                    "lineitem-" + year,
                    null,
                    "SELECT * FROM lineitem WHERE l_shipdate >= DATE '" + from + "' AND l_shipdate < DATE '"
                            + from.plusYears(1) + "' ORDER BY l_shipdate"));
        }
        append.commit();
    }

    LocalCatalog catalog() {
        return LocalCatalog.reading(directory, directory);
    }

    List<Path> files() throws IOException {
        try (Stream<Path> files =
                Files.list(directory.resolve("plain").resolve("lineitem").resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}
