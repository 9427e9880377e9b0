package io.mcpbuffet.engine.job;

import java.util.List;

/**
 * A table without rows, of which the engine knows the columns only: for finding out what a statement asks of each table.
 *
 * @param marker a boolean column that names the relation in plans and is true for every row
 */
public record StubRelation(String view, String marker, List<StubColumn> columns) implements Relation {
    /** A file that cannot be: nothing is below a device. */
    public static final String FILE = "/dev/null/stub.parquet";

    /**
     * A column.
     *
     * @param stub what plans call it, a name that is nowhere in the statement
     * @param name what the statement calls it
     * @param type as SQL
     */
    public record StubColumn(String stub, String name, String type) {}
}
