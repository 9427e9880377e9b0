package io.mcpbuffet.model;

import java.util.List;

/**
 * Columns and rows, each row in column order. Cells are {@link Values}: null, Boolean, Long or Integer within ±(2^53−1), Double
 * (finite), String, List, or Map with String keys. Rows may hold null, so they are not copied.
 */
public record Rows(List<ResultColumn> columns, List<List<Object>> rows) {
    public Rows {
        columns = List.copyOf(columns);
    }
}
