package io.mcpbuffet.search;

import io.mcpbuffet.model.TableRef;
import java.util.List;

/**
 * A table that was found.
 *
 * @param score from 0 to 1, where the best hit of a search has 1
 * @param why what matched, in words for the reader
 * @param columns names of the columns that matched, in the order of the table
 * @param shards how many tables it stands for, itself included
 */
public record Hit(TableRef table, double score, String why, List<String> columns, int shards) {
    public Hit {
        columns = List.copyOf(columns);
    }
}
