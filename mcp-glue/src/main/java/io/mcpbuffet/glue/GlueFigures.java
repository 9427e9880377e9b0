package io.mcpbuffet.glue;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.HiveTypes;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The statistics that Glue keeps of a table, as figures of its columns. None is exact: files may have changed since. */
final class GlueFigures {
    private GlueFigures() {}

    /** UNSUPPORTED where there are none; INVALID_ARGUMENT for a column that the table lacks. */
    static TableFigures of(TableRef ref, GlueTable table, List<ColumnStatistic> statistics, List<String> asked) {
        Map<String, HiveColumn> columns = columns(table);
        List<String> names = asked.isEmpty() ? List.copyOf(columns.keySet()) : asked;
        for (String name : names) {
            if (!columns.containsKey(name)) {
                throw LakeException.invalid("The table " + ref + " has no column '" + name + "'")
                        .hint("describe names its columns");
            }
        }
        OptionalLong rows = GlueDescription.rows(table);
        if (statistics.isEmpty() && rows.isEmpty()) {
            throw LakeException.unsupported("Glue keeps no statistics of " + ref)
                    .hint("Use mode sample, which reads rows, or let Glue compute column statistics");
        }
        Map<String, ColumnStatistic> known = new LinkedHashMap<>();
        statistics.forEach(each -> known.put(each.column(), each));
        List<OfColumn> figures = new ArrayList<>();
        names.forEach(name -> figures.add(figure(columns.get(name), Optional.ofNullable(known.get(name)))));
        return new TableFigures(Optional.empty(), rows(rows), OptionalLong.empty(), figures);
    }

    private static Map<String, HiveColumn> columns(GlueTable table) {
        Map<String, HiveColumn> columns = new LinkedHashMap<>();
        table.columns().forEach(column -> columns.put(column.name(), column));
        table.partitionKeys().forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static Optional<Figure> rows(OptionalLong rows) {
        return rows.isPresent()
                ? Optional.of(new Figure(rows.getAsLong(), false, "noted in Glue by a crawler or writer"))
                : Optional.empty();
    }

    private static OfColumn figure(HiveColumn column, Optional<ColumnStatistic> known) {
        return new OfColumn(
                column.name(),
                HiveTypes.field(column).type().toString(),
                known.flatMap(each -> each.figure(each.nulls())),
                Optional.empty(),
                known.flatMap(each -> each.figure(each.min())),
                known.flatMap(each -> each.figure(each.max())),
                known.flatMap(each -> each.figure(each.distinct())),
                Optional.empty());
    }
}
