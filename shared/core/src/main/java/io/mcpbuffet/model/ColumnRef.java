package io.mcpbuffet.model;

import java.util.List;

/**
 * A scalar column of a table, or a field inside of its structs.
 *
 * @param path names from the top-level column down, exactly as the schema has them
 */
public record ColumnRef(List<String> path, DataType type) {
    public ColumnRef {
        path = List.copyOf(path);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("A column needs a name");
        }
    }

    /** Whether its values may be NaN. */
    public boolean floating() {
        return type instanceof DataType.Scalar scalar
                && (scalar.kind() == DataType.Kind.FLOAT || scalar.kind() == DataType.Kind.DOUBLE);
    }

    /** The dotted name, quoted where needed. */
    @Override
    public String toString() {
        return Identifiers.join(path);
    }
}
