package io.mcpbuffet.engine.worker;

import io.mcpbuffet.model.ResultColumn;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a result row by row as values of the wire, one row ahead. For one thread. */
final class ResultReader {
    private final ResultSet rows;
    private final List<ResultColumn> columns;
    private final CellBound bound;
    private Optional<KeptRow> ahead;

    ResultReader(ResultSet rows, List<ResultColumn> columns, CellBound bound) throws SQLException, IOException {
        this.rows = rows;
        this.columns = columns;
        this.bound = bound;
        this.ahead = read();
    }

    List<ResultColumn> columns() {
        return columns;
    }

    /** The row that {@link #next} gives; empty at the end. */
    Optional<KeptRow> peek() {
        return ahead;
    }

    KeptRow next() throws SQLException, IOException {
        KeptRow row = ahead.orElseThrow();
        ahead = read();
        return row;
    }

    PageRows page(int maxRows, int maxBytes) throws SQLException, IOException {
        PageRows page = new PageRows(maxRows, maxBytes);
        while (ahead.isPresent() && page.fits(ahead.get())) {
            page.add(next());
        }
        return page;
    }

    private Optional<KeptRow> read() throws SQLException, IOException {
        if (!rows.next()) {
            return Optional.empty();
        }
        List<Object> cells = new ArrayList<>(columns.size());
        Map<String, Long> cuts = new LinkedHashMap<>();
        for (int i = 1; i <= columns.size(); i++) {
            ResultColumn column = columns.get(i - 1);
            cells.add(bound.apply(
                    CellReader.read(rows, i, column.type()), bytes -> cuts.merge(column.name(), bytes, Math::max)));
        }
        return Optional.of(KeptRow.of(cells, cuts));
    }
}
