package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SortField;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.transforms.Transform;
import org.apache.iceberg.view.View;

/** What describe shows of Iceberg tables and views. */
final class TableDescription {
    private TableDescription() {}

    static TableInfo of(TableRef ref, Table table, AsOf asOf) {
        TableHistory history = new TableHistory(table, ref);
        Optional<Snapshot> snapshot = history.resolve(asOf);
        Schema schema = history.schema(asOf, snapshot);
        Map<String, String> summary = snapshot.map(Snapshot::summary).orElse(Map.of());
        List<String> warnings = new ArrayList<>();
        return new TableInfo(
                ref,
                TableKind.TABLE,
                Optional.of("iceberg/"
                        + table.properties()
                                .getOrDefault(TableProperties.DEFAULT_FILE_FORMAT, "parquet")
                                .toLowerCase(Locale.ROOT)),
                Optional.of(table.location()),
                Optional.ofNullable(table.properties().get("comment")),
                IcebergTypes.fields(schema),
                partitioning(table.spec(), table.schema()),
                sortOrder(table.sortOrder(), table.schema()),
                List.copyOf(schema.identifierFieldNames()),
                snapshot.isEmpty() ? OptionalLong.of(0) : rows(summary, warnings),
                snapshot.isEmpty() ? OptionalLong.of(0) : TableHistory.count(summary, "total-files-size"),
                snapshot.map(history::model),
                properties(table),
                warnings);
    }

    static TableInfo of(TableRef ref, View view, AsOf asOf) {
        if (!(asOf instanceof AsOf.Latest)) {
            throw LakeException.unsupported(ref + " is a view, which has no snapshots")
                    .hint("Give as_of to query instead: it holds for the tables behind the view");
        }
        return new TableInfo(
                ref,
                TableKind.VIEW,
                Optional.of("iceberg"),
                Optional.ofNullable(view.location()),
                Optional.ofNullable(view.properties().get("comment")),
                IcebergTypes.fields(view.schema()),
                List.of(),
                List.of(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                VisibleProperties.of(view.properties()),
                List.of());
    }

    private static OptionalLong rows(Map<String, String> summary, List<String> warnings) {
        if (TableHistory.count(summary, "total-equality-deletes").orElse(0) > 0) {
            warnings.add("The table has equality deletes, so its row count is known only by counting");
        }
        return TableHistory.totalRows(summary);
    }

    static List<String> partitioning(PartitionSpec spec, Schema schema) {
        List<String> out = new ArrayList<>();
        for (PartitionField field : spec.fields()) {
            if (!field.transform().isVoid()) {
                out.add(term(field.transform(), schema.findColumnName(field.sourceId())));
            }
        }
        return out;
    }

    private static List<String> sortOrder(SortOrder order, Schema schema) {
        List<String> out = new ArrayList<>();
        for (SortField field : order.fields()) {
            out.add(term(field.transform(), schema.findColumnName(field.sourceId()))
                    + " " + field.direction().toString().toLowerCase(Locale.ROOT)
                    + " " + field.nullOrder().toString().toLowerCase(Locale.ROOT));
        }
        return out;
    }

    /** {@code month(ordered_at)}, {@code bucket(16, id)}, or the bare column. */
    private static String term(Transform<?, ?> transform, String column) {
        String text = transform.toString();
        if (transform.isIdentity()) {
            return column;
        }
        int bracket = text.indexOf('[');
        return bracket < 0
                ? text + "(" + column + ")"
                : text.substring(0, bracket) + "(" + text.substring(bracket + 1, text.length() - 1) + ", " + column
                        + ")";
    }

    private static Map<String, String> properties(Table table) {
        Map<String, String> out = new TreeMap<>(VisibleProperties.of(table.properties()));
        if (table instanceof BaseTable base) {
            out.put(
                    "format-version",
                    Integer.toString(base.operations().current().formatVersion()));
            out.put("uuid", base.operations().current().uuid());
            Optional.ofNullable(base.operations().current().metadataFileLocation())
                    .ifPresent(location -> out.put("metadata-location", location));
        }
        return out;
    }
}
