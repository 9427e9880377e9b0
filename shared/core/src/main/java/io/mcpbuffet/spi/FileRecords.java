package io.mcpbuffet.spi;

import io.mcpbuffet.model.Field;
import java.util.List;
import java.util.Optional;

/** The rows of a file of a plan in the order of the file, deleted ones too, for one thread. */
public interface FileRecords extends AutoCloseable {
    /** Fields of a row, by id; those of the plan that are needed of this file. */
    List<Field> fields();

    /**
     * The next row, a value of {@link io.mcpbuffet.model.Values} for each field; empty at the end. Fields of structs are called
     * {@code f} and their id, since names may differ in case only. UNAVAILABLE naming the location where the file is not whole.
     */
    Optional<List<Object>> next();

    @Override
    void close();
}
