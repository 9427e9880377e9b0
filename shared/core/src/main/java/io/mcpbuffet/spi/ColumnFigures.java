package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The ability of a catalog that keeps figures of columns beside the data, so that they are known without reading any of it. */
public interface ColumnFigures {
    /**
     * What is kept of the columns of a table. NOT_FOUND for an unknown table, otherwise throws as {@link Snapshots#resolve}.
     *
     * @param columns names of columns, or of fields of structs with dots; all when empty. INVALID_ARGUMENT for an unknown one
     */
    TableFigures figures(TableRef table, AsOf asOf, List<String> columns);

    /**
     * Figures of a table.
     *
     * @param rows absent where only counting would tell
     * @param files data files whose metadata was added up
     */
    record TableFigures(
            Optional<Snapshot> snapshot, Optional<Figure> rows, OptionalLong files, List<OfColumn> columns) {
        public TableFigures {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Figures of one column, each absent where nothing is known of it.
     *
     * @param name with dots where it is a field of structs
     * @param type as shown to clients
     * @param distinct how many different values, NULL apart
     * @param bytes in storage
     */
    record OfColumn(
            String name,
            String type,
            Optional<Figure> nulls,
            Optional<Figure> nans,
            Optional<Figure> min,
            Optional<Figure> max,
            Optional<Figure> distinct,
            Optional<Figure> bytes) {}

    /**
     * One figure.
     *
     * @param value of {@link io.mcpbuffet.model.Values}
     * @param note where it comes from, and where it is not exact what may be off
     */
    record Figure(Object value, boolean exact, String note) {
        public static Figure exact(Object value, String source) {
            return new Figure(value, true, source);
        }
    }
}
