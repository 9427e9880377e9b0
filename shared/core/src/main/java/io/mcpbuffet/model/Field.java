package io.mcpbuffet.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A column or a nested field.
 *
 * @param id the format's field id, absent where the source has none
 * @param initialDefault what rows of files older than the field hold, as a value of {@link Values}; absent is NULL
 */
public record Field(
        OptionalInt id,
        String name,
        DataType type,
        boolean required,
        Optional<String> comment,
        Optional<Object> initialDefault) {

    /** The same column with another type, as a source that has neither field ids nor defaults has it. */
    public Field plain(DataType other) {
        return new Field(OptionalInt.empty(), name, other, required, comment, Optional.empty());
    }

    public static Field optional(String name, DataType type) {
        return new Field(OptionalInt.empty(), name, type, false, Optional.empty(), Optional.empty());
    }
}
