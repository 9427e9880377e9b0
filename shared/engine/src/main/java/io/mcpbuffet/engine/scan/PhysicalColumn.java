package io.mcpbuffet.engine.scan;

import java.util.List;
import java.util.Optional;

/**
 * A column or nested field as a Parquet file has it. Equal trees read alike.
 *
 * @param id the field id, {@link #NO_ID} without one
 * @param type the engine's type of a scalar
 * @param kind {@code scalar}, {@code struct}, {@code list} (one child) or {@code map} (key, value)
 */
record PhysicalColumn(String name, int id, String type, String kind, List<PhysicalColumn> children) {
    static final int NO_ID = -1;

    static Optional<PhysicalColumn> byId(List<PhysicalColumn> columns, int id) {
        return columns.stream().filter(column -> column.id() == id).findFirst();
    }

    PhysicalColumn with(int newId, List<PhysicalColumn> newChildren) {
        return new PhysicalColumn(name, newId, type, kind, newChildren);
    }

    boolean hasIds() {
        return id != NO_ID || children.stream().anyMatch(PhysicalColumn::hasIds);
    }
}
