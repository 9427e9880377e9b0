package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.RowFilter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** The rows of a snapshot as sorted texts, read both ways. */
final class Readers {
    private Readers() {}

    static List<String> engine(Table table, Function<String, Path> files, long snapshot) throws SQLException {
        return engine(table, files, new AsOf.SnapshotId(snapshot));
    }

    static List<String> engine(Table table, Function<String, Path> files, AsOf asOf) throws SQLException {
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 1L << 30);
                Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            LocalFiles local = (io, location, length) -> LocalFile.existing(files.apply(location));
            ScanRelation relation =
                    relations.of("v", OneTable.pin(table, local, asOf).plan(), List.of());
            ScanViews.create(connection, relation);
            return rows(connection, "SELECT * FROM v");
        }
    }

    /** How many columns there are whose bounds metadata tells; each of them is held against the rows. */
    static int totals(Table table, Function<String, Path> files, long snapshot) throws SQLException {
        int known = 0;
        try (ScanRelations relations = ScanRelations.open(Progress.NONE, 1L << 30);
                Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            LocalFiles local = (io, location, length) -> LocalFile.existing(files.apply(location));
            PinnedScan pinned = OneTable.pin(table, local, new AsOf.SnapshotId(snapshot));
            ScanViews.create(connection, relations.of("v", pinned.plan(), List.of()));
            List<String> names = pinned.schema().stream().map(Field::name).toList();
            for (String name : names) {
                Optional<ExactValues> exact = pinned.exact(List.of(name), RowFilter.all());
                if (exact.isPresent()) {
                    String bounds = Sql.name(ShownNames.of(names).get(names.indexOf(name)));
                    KnownBounds.create(
                            connection, KnownBounds.relation("k" + known, pinned.schema(), List.of(name), exact.get()));
                    bounds = ", min(" + bounds + "), max(" + bounds + ") FROM ";
                    assertThat(rows(connection, "SELECT " + exact.get().rows() + bounds + "k" + known++))
                            .as("%s of snapshot %d", name, snapshot)
                            .isEqualTo(rows(connection, "SELECT count(*)" + bounds + "v"));
                }
            }
        }
        return known;
    }

    static Schema schema(Table table, long snapshot) {
        Integer id = table.snapshot(snapshot).schemaId();
        return id == null ? table.schema() : table.schemas().get(id);
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                List<String> texts = new ArrayList<>();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        cells.add(Canonical.text(rows.getObject(i)));
                    }
                    texts.add(String.join(" | ", cells));
                }
                Collections.sort(texts);
                return texts;
            }
        }
    }

    static List<String> oracle(Table table, long snapshot) {
        Schema schema = schema(table, snapshot);
        List<String> texts = new ArrayList<>();
        try (CloseableIterable<Record> rows = open(table, snapshot, schema)) {
            for (Record row : rows) {
                List<String> cells = new ArrayList<>();
                for (Types.NestedField field : schema.columns()) {
                    cells.add(Canonical.text(field.type(), row.getField(field.name())));
                }
                texts.add(String.join(" | ", cells));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Collections.sort(texts);
        return texts;
    }

    /** IcebergGenerics leaves the name mapping out, so tables with one are read file by file. */
    private static CloseableIterable<Record> open(Table table, long snapshot, Schema schema) {
        String mapping = table.properties().getOrDefault(TableProperties.DEFAULT_NAME_MAPPING, "");
        if (!mapping.startsWith("[")) {
            return IcebergGenerics.read(table)
                    .useSnapshot(snapshot)
                    .project(schema)
                    .build();
        }
        List<CloseableIterable<Record>> files = new ArrayList<>();
        table.newScan().useSnapshot(snapshot).planFiles().forEach(task -> {
            assertThat(task.deletes()).isEmpty();
            files.add(Parquet.read(table.io().newInputFile(task.file().location()))
                    .project(schema)
                    .withNameMapping(NameMappingParser.fromJson(mapping))
                    .createReaderFunc(file -> GenericParquetReaders.buildReader(schema, file))
                    .build());
        });
        return CloseableIterable.concat(files);
    }
}
