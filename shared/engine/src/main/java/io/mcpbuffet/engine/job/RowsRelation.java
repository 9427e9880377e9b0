package io.mcpbuffet.engine.job;

import java.util.List;

/**
 * Rows that are streamed into the worker while it opens the relation.
 *
 * @param keys SQL for the values of one column over relations before this one, which the rows are narrowed to; empty without
 * @param mostKeys with more of them the rows are not narrowed
 */
public record RowsRelation(String view, List<Column> columns, String keys, int mostKeys) implements Relation {
    public RowsRelation {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param type as the statement sees it
     * @param stored as it arrives; texts that stand for another type are converted where they are read; empty where it does not
     *     arrive, for nothing asks for it
     */
    public record Column(String name, String type, String stored) {
        public boolean arrives() {
            return !stored.isEmpty();
        }
    }
}
