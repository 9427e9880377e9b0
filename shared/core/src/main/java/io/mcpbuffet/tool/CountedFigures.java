package io.mcpbuffet.tool;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Figures of columns that are counted by a statement, where no catalog keeps any. */
record CountedFigures(RowChanges rows, CallContext call) {
    private static final String SOURCE = "counted";
    private static final int MOST = 100;

    /** So that no bound is cut as a cell. */
    private static final int SHOWN_LENGTH = 100;

    private static final Set<DataType.Kind> UNORDERED =
            Set.of(DataType.Kind.BINARY, DataType.Kind.VARIANT, DataType.Kind.GEOMETRY, DataType.Kind.GEOGRAPHY);

    /** Of at most {@value #MOST} columns. */
    TableFigures of(RowChanges.Side side, List<Field> columns) {
        List<Field> counted = columns.stream().limit(MOST).toList();
        StringBuilder sql = new StringBuilder("SELECT count(*)");
        counted.forEach(column -> sql.append(figures(column)));
        List<Object> row =
                rows.run(sql + " FROM " + side.table(), 1, call).page().rows().get(0);
        long all = number(row.get(0));
        List<OfColumn> figures = new ArrayList<>();
        for (int i = 0; i < counted.size(); i++) {
            Field column = counted.get(i);
            figures.add(new OfColumn(
                    column.name(),
                    column.type().toString(),
                    Optional.of(Figure.exact(all - number(row.get(3 * i + 1)), SOURCE)),
                    Optional.empty(),
                    bound(row.get(3 * i + 2)),
                    bound(row.get(3 * i + 3)),
                    Optional.empty(),
                    Optional.empty()));
        }
        return new TableFigures(
                side.info().snapshot(), Optional.of(Figure.exact(all, SOURCE)), OptionalLong.empty(), figures);
    }

    private static String figures(Field column) {
        String name = Statements.quoted(column.name());
        boolean ordered = column.type() instanceof DataType.Decimal
                || (column.type() instanceof DataType.Scalar scalar && !UNORDERED.contains(scalar.kind()));
        boolean text = column.type() instanceof DataType.Scalar scalar && scalar.kind() == DataType.Kind.STRING;
        String shown = text ? "left(%s, " + SHOWN_LENGTH + ")" : "%s";
        return ",\ncount(" + name + "), "
                + (ordered
                        ? shown.formatted("min(" + name + ")") + ", " + shown.formatted("max(" + name + ")")
                        : "NULL, NULL");
    }

    private static Optional<Figure> bound(Object value) {
        return Optional.ofNullable(value).map(v -> Figure.exact(v, SOURCE));
    }

    private static long number(Object value) {
        return Long.parseLong(String.valueOf(value));
    }
}
