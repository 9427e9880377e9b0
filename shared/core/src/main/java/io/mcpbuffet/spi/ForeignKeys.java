package io.mcpbuffet.spi;

import io.mcpbuffet.model.TableRef;
import java.util.List;

/** The ability of a catalog that knows which columns of its tables point at other tables. */
public interface ForeignKeys {
    /** Columns that point at columns of another table of the catalog, pair by pair. */
    record ForeignKey(List<String> columns, TableRef table, List<String> otherColumns) {
        public ForeignKey {
            columns = List.copyOf(columns);
            otherColumns = List.copyOf(otherColumns);
        }
    }

    /** Those of one table. NOT_FOUND when there is none of that name. */
    List<ForeignKey> foreignKeys(TableRef table);
}
