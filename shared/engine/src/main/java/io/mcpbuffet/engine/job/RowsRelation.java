package io.mcpbuffet.engine.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;

/** Rows that are streamed into the worker while it opens the relation. */
public record RowsRelation(String view, List<Column> columns, Keys keys) implements Relation {
    public RowsRelation {
        columns = List.copyOf(columns);
    }

    /**
     * Values that one column must have to matter: the rows are narrowed to them where they are few.
     *
     * @param query a document of {@code json_serialize_sql} for a query of one column over relations before this one
     * @param type of the column that is compared with them, as SQL
     * @param most with more of them the rows are not narrowed
     * @param mostCharacters neither where their texts together are longer
     */
    public record Keys(JsonNode query, String type, int most, int mostCharacters) {
        /** The rows are not narrowed. */
        public static final Keys NONE = new Keys(NullNode.getInstance(), "", 0, 0);

        public boolean areWanted() {
            return !query.isNull();
        }
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
