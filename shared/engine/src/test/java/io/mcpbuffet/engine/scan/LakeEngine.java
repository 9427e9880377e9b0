package io.mcpbuffet.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.Tables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** The engine over a local warehouse that Iceberg writes: a catalog {@code lake} with one namespace {@code db}. */
final class LakeEngine implements AutoCloseable, Tables {
    static final org.apache.iceberg.catalog.Namespace NAMESPACE = org.apache.iceberg.catalog.Namespace.of("db");

    private final LocalCatalog writer;
    private final IcebergCatalog reader;
    private final FederatedEngine engine;

    LakeEngine(Path warehouse) {
        this(warehouse, Limits.DEFAULT);
    }

    LakeEngine(Path warehouse, Limits limits) {
        writer = LocalCatalog.writing(warehouse);
        LocalCatalog local = LocalCatalog.reading(warehouse, warehouse);
        reader = IcebergCatalog.of("lake", local, new LocalTableFiles(local.io()));
        engine = new FederatedEngine(this, EngineWorkers.create(limits), limits, Clock.systemUTC());
    }

    LocalCatalog writer() {
        return writer;
    }

    FederatedEngine engine() {
        return engine;
    }

    Table create(String name, Schema schema, int version) {
        return create(name, schema, PartitionSpec.unpartitioned(), version);
    }

    Table create(String name, Schema schema, PartitionSpec spec, int version) {
        return writer.createTable(
                TableIdentifier.of(NAMESPACE, name),
                schema,
                spec,
                null,
                Map.of("format-version", Integer.toString(version)));
    }

    /** Rows of the values in the order of the table's columns, as one file. */
    static List<DataFile> append(Table table, Object[]... rows) {
        return append(table, FileFormat.PARQUET, rows);
    }

    static List<DataFile> append(Table table, FileFormat format, Object[]... rows) {
        List<Record> records = List.of(rows).stream()
                .map(values -> record(table.schema(), values))
                .toList();
        List<DataFile> files = writer(table).data(format, records);
        var append = table.newAppend();
        files.forEach(append::appendFile);
        append.commit();
        return files;
    }

    /** Whose files have names of their own. */
    static TableWriter writer(Table table) {
        return new TableWriter(table, UUID.randomUUID() + "-");
    }

    static Record record(Schema schema, Object... values) {
        Record row = GenericRecord.create(schema);
        for (int i = 0; i < values.length; i++) {
            row.set(i, values[i]);
        }
        return row;
    }

    static Object[] row(Object... values) {
        return values;
    }

    QueryResult run(String sql) {
        return run(sql, AsOf.LATEST, Progress.NONE);
    }

    QueryResult run(String sql, AsOf asOf, Progress progress) {
        return engine.run(
                new Query(sql, asOf, Optional.empty(), 1000, Duration.ofMinutes(5), Optional.empty()), progress);
    }

    List<List<Object>> rows(String sql) {
        return wide(run(sql));
    }

    /** With every whole number as a long: how wide a number is in Java does not show on the wire. */
    static List<List<Object>> wide(QueryResult result) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row : result.page().rows()) {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(wide(cell)));
            rows.add(cells);
        }
        return rows;
    }

    private static Object wide(Object cell) {
        if (cell instanceof Integer number) {
            return number.longValue();
        }
        if (cell instanceof List<?> list) {
            return list.stream().map(LakeEngine::wide).collect(Collectors.toCollection(ArrayList::new));
        }
        if (cell instanceof Map<?, ?> map) {
            Map<Object, Object> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put(key, wide(value)));
            return entries;
        }
        return cell;
    }

    LakeException failure(String sql) {
        return failure(sql, AsOf.LATEST, Progress.NONE);
    }

    LakeException failure(String sql, AsOf asOf, Progress progress) {
        LakeException failure = catchThrowableOfType(LakeException.class, () -> run(sql, asOf, progress));
        assertThat(failure).as(sql).isNotNull();
        return failure;
    }

    @Override
    public TableRef resolve(List<String> parts) {
        List<String> full = List.of("lake", "db", parts.get(parts.size() - 1));
        if (!full.subList(full.size() - Math.min(3, parts.size()), full.size()).equals(parts)) {
            throw LakeException.notFound("There is no table " + parts);
        }
        return new TableRef("lake", Namespace.of("db"), full.get(2));
    }

    @Override
    public Catalog catalog(TableRef table) {
        return reader;
    }

    @Override
    public List<String> catalogs() {
        return List.of("lake");
    }

    @Override
    public void close() {
        engine.close();
    }
}
