package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A Hive-style table as it is now. Its fields are numbered here, in the order of its columns and then its partition keys, and found in
 * the files by their names.
 */
public final class ExternalScan implements PinnedScan {
    /** More make a query that nobody waits for. */
    private static final int MAX_PARTITIONS = 10_000;

    private final TableRef ref;
    private final HiveTable table;
    private final TableFormat format;
    private final PartitionSource source;
    private final ExternalFiles files;
    private final List<Field> schema;

    private ExternalScan(TableRef ref, HiveTable table, PartitionSource source, ExternalFiles files) {
        this.ref = ref;
        this.table = table;
        this.format = table.format();
        this.source = source;
        this.files = files;
        List<HiveColumn> all = new ArrayList<>(table.columns());
        all.addAll(table.keys());
        this.schema = HiveTypes.numbered(all);
    }

    /** UNSUPPORTED, saying why, for a table whose files cannot be read. */
    public static ExternalScan of(TableRef ref, HiveTable table, PartitionSource source, ExternalFiles files) {
        TableFormat format = table.format();
        if (format.reading().isEmpty()) {
            throw LakeException.unsupported("The table " + ref + " of format " + format.word()
                            + " cannot be queried here: "
                            + format.unreadable().orElse(""))
                    .hint("describe shows its columns and where it lies");
        }
        return new ExternalScan(ref, table, source, files);
    }

    @Override
    public PinnedTable table() {
        return new PinnedTable(ref, OptionalLong.empty(), Optional.empty());
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    private List<Field> keys() {
        return schema.subList(table.columns().size(), schema.size());
    }

    @Override
    public ScanPlan plan(ScanRequest request) {
        PartitionFilter filter = new PartitionFilter(request.filter(), names());
        Set<String> wanted = new LinkedHashSet<>(request.columns()
                .orElseGet(() -> schema.stream().map(Field::name).toList()));
        List<ExternalFiles.Place> places = table.keys().isEmpty() ? List.of(whole(wanted)) : places(filter, wanted);
        List<ScanPlan.DataFile> planned = files.below(ref, places);
        return new ScanPlan(
                schema,
                List.of(),
                Optional.of(
                        FileColumns.mapping(schema.subList(0, table.columns().size()))),
                planned,
                planned.size(),
                filter.filter(),
                files.access());
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        keys().forEach(key -> names.add(key.name()));
        return names;
    }

    private ExternalFiles.Place whole(Set<String> wanted) {
        String location = located(table.storage().flatMap(Storage::location).orElse(""));
        return new ExternalFiles.Place(location, Map.of(), text(format, table.storage(), wanted));
    }

    private Optional<TextFiles> text(TableFormat written, Optional<Storage> storage, Set<String> wanted) {
        TableFormat.Reading reading = written.reading().orElseThrow();
        if (reading == TableFormat.Reading.PARQUET) {
            return Optional.empty();
        }
        List<Field> columns = schema.subList(0, table.columns().size());
        Set<String> names = read(columns, wanted);
        TextOptions options = storage.map(own -> TextOptions.of(table.parameters(), own))
                .orElseGet(() -> new TextOptions(table.parameters()));
        List<Field> fields =
                columns.stream().filter(column -> names.contains(column.name())).toList();
        return Optional.of(new TextFiles(options, fields, () -> rows(reading, columns, names, options)));
    }

    /** One at least, for rows without columns cannot be counted. */
    private Set<String> read(List<Field> columns, Set<String> wanted) {
        if (columns.isEmpty()) {
            throw LakeException.unsupported("The table " + ref + " has no columns but partition keys");
        }
        boolean any = columns.stream().anyMatch(column -> wanted.contains(column.name()));
        return any ? wanted : Set.of(columns.get(0).name());
    }

    private static TextRows rows(
            TableFormat.Reading reading, List<Field> columns, Set<String> wanted, TextOptions options) {
        return switch (reading) {
            case DELIMITED -> new DelimitedRows(columns, wanted, options);
            case CSV -> new CsvRows(columns, wanted, options);
            case JSON -> new JsonLineRows(columns, wanted, options);
            case PARQUET -> throw new IllegalArgumentException("Parquet is no text");
        };
    }

    private String located(String location) {
        if (location.isEmpty()) {
            throw LakeException.unsupported(
                    "The table " + ref + " cannot be queried here: Glue does not say where it lies");
        }
        return location;
    }

    private List<ExternalFiles.Place> places(PartitionFilter filter, Set<String> wanted) {
        List<ExternalFiles.Place> places = new ArrayList<>();
        for (Partition partition : partitions(filter)) {
            Map<String, Object> values = PartitionValues.of(keys(), partition.values());
            if (filter.accepts(values)) {
                places.add(place(partition, values, wanted));
            }
        }
        if (places.size() > MAX_PARTITIONS) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED,
                            "The query needs " + places.size() + " partitions of " + ref + ", and " + MAX_PARTITIONS
                                    + " are allowed")
                    .hint("Add conditions on " + String.join(", ", names()));
        }
        return places;
    }

    private List<Partition> partitions(PartitionFilter filter) {
        if (PartitionProjection.isFor(table)) {
            return new PartitionProjection(table, keys(), MAX_PARTITIONS).partitions(filter);
        }
        Optional<String> expression = filter.expression();
        try {
            return source.partitions(expression);
        } catch (LakeException e) {
            if (expression.isEmpty() || e.code() != ErrorCode.INVALID_ARGUMENT) {
                throw e;
            }
            return source.partitions(Optional.empty());
        }
    }

    /** A partition may be written in another way than its table. */
    private ExternalFiles.Place place(Partition partition, Map<String, Object> values, Set<String> wanted) {
        Optional<Storage> own =
                partition.storage().filter(storage -> !storage.serde().isEmpty());
        TableFormat written = own.isPresent() ? TableFormat.of(Map.of(), own) : format;
        if (written.reading().isEmpty()) {
            throw LakeException.unsupported("The partition " + partition.values() + " of " + ref + " is of format "
                    + written.word() + ", which cannot be queried here: "
                    + written.unreadable().orElse(""));
        }
        return new ExternalFiles.Place(
                located(partition.location()), byId(values), text(written, own.or(table::storage), wanted));
    }

    private Map<Integer, Object> byId(Map<String, Object> values) {
        Map<Integer, Object> byId = new LinkedHashMap<>();
        for (Field key : keys()) {
            byId.put(key.id().orElseThrow(), values.get(key.name()));
        }
        return byId;
    }
}
