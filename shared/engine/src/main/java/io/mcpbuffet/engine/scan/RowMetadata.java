package io.mcpbuffet.engine.scan;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Columns that every row of an Iceberg table has beside its own, where a statement names them. Ids are those that Iceberg reserves. */
public enum RowMetadata {
    /** The data file. */
    FILE(2147483646, DataType.Kind.STRING),
    /** The row's place in it, from 0. */
    POS(2147483645, DataType.Kind.LONG),
    /** The partition spec that the file was written with. */
    SPEC_ID(2147483643, DataType.Kind.INT),
    /** What stays with a row of a v3 table when it moves to another file. */
    ROW_ID(2147483540, DataType.Kind.LONG),
    /** When a row of a v3 table was last changed. */
    LAST_UPDATED_SEQUENCE_NUMBER(2147483539, DataType.Kind.LONG);

    private final int id;
    private final DataType.Kind kind;

    RowMetadata(int id, DataType.Kind kind) {
        this.id = id;
        this.kind = kind;
    }

    /** In lower case behind an underline. */
    public String column() {
        return "_" + name().toLowerCase(Locale.ROOT);
    }

    public Field field() {
        return new Field(
                OptionalInt.of(id), column(), new DataType.Scalar(kind), false, Optional.empty(), Optional.empty());
    }

    /** Those that the names are of, in whatever case. */
    public static List<RowMetadata> among(java.util.Collection<String> names) {
        return List.of(values()).stream()
                .filter(each -> names.stream().anyMatch(each.column()::equalsIgnoreCase))
                .toList();
    }

    /** The one with a field id. */
    public static Optional<RowMetadata> of(int id) {
        return List.of(values()).stream().filter(each -> each.id == id).findFirst();
    }
}
