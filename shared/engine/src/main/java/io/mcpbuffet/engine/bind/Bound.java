package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.model.PinnedTable;
import java.util.List;

/**
 * A statement whose tables are found and pinned, and whose names are all of our own making.
 *
 * @param tree a document of {@code json_serialize_sql}
 * @param explain the plan is wanted, not the rows
 * @param timeless nothing in it that decides about rows changes from moment to moment
 */
public record Bound(
        ObjectNode tree, List<TableSource> sources, boolean explain, boolean timeless, List<String> warnings) {
    public Bound {
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    public List<PinnedTable> tables() {
        return sources.stream()
                .flatMap(source -> source.table().stream())
                .distinct()
                .toList();
    }
}
