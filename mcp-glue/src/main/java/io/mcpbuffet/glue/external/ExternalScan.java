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
    private final ScanPlan.Format format;
    private final PartitionSource source;
    private final ExternalFiles files;
    private final List<Field> schema;

    private ExternalScan(
            TableRef ref, HiveTable table, ScanPlan.Format format, PartitionSource source, ExternalFiles files) {
        this.ref = ref;
        this.table = table;
        this.format = format;
        this.source = source;
        this.files = files;
        List<HiveColumn> all = new ArrayList<>(table.columns());
        all.addAll(table.keys());
        this.schema = HiveTypes.numbered(all);
    }

    /** UNSUPPORTED, saying why, for a table whose files cannot be read. */
    public static ExternalScan of(TableRef ref, HiveTable table, PartitionSource source, ExternalFiles files) {
        TableFormat format = table.format();
        ScanPlan.Format readable = format.files().orElseThrow(() -> LakeException.unsupported(
                        "The table " + ref + " of format " + format.word() + " cannot be queried here: "
                                + format.unreadable().orElse(""))
                .hint("describe shows its columns and where it lies"));
        return new ExternalScan(ref, table, readable, source, files);
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
        List<ExternalFiles.Place> places = table.keys().isEmpty() ? List.of(whole()) : places(filter);
        List<ScanPlan.DataFile> planned = files.below(ref, places, format);
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

    private ExternalFiles.Place whole() {
        return new ExternalFiles.Place(
                located(table.storage().flatMap(Storage::location).orElse("")), Map.of());
    }

    private String located(String location) {
        if (location.isEmpty()) {
            throw LakeException.unsupported(
                    "The table " + ref + " cannot be queried here: Glue does not say where it lies");
        }
        return location;
    }

    private List<ExternalFiles.Place> places(PartitionFilter filter) {
        List<ExternalFiles.Place> places = new ArrayList<>();
        for (Partition partition : partitions(filter)) {
            Map<String, Object> values = PartitionValues.of(keys(), partition.values());
            if (filter.accepts(values)) {
                requireSameFormat(partition);
                places.add(new ExternalFiles.Place(located(partition.location()), byId(values)));
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

    private void requireSameFormat(Partition partition) {
        TableFormat own = TableFormat.of(Map.of(), partition.storage());
        boolean same = partition.storage().isEmpty()
                || partition.storage().get().serde().isEmpty()
                || own.files().equals(Optional.of(format));
        if (!same) {
            throw LakeException.unsupported("The partition " + partition.values() + " of " + ref + " is of format "
                    + own.word() + " in a table of " + table.format().word() + ", which cannot be queried here");
        }
    }

    private Map<Integer, Object> byId(Map<String, Object> values) {
        Map<Integer, Object> byId = new LinkedHashMap<>();
        for (Field key : keys()) {
            byId.put(key.id().orElseThrow(), values.get(key.name()));
        }
        return byId;
    }
}
