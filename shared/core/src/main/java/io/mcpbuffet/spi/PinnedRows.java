package io.mcpbuffet.spi;

import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** A table of a {@link RowSource}, held at one moment. */
public interface PinnedRows {
    PinnedTable table();

    /** The columns at that moment, in the types that {@link RowBatch} gives them. */
    List<Field> schema();

    /** Rows of the table, where the source knows without counting; may be an estimate. */
    OptionalLong rowCount();

    /** What the request becomes at the source. Runs nothing. */
    Leaf leaf(ScanRequest request);

    /** A request in the words of the source. */
    interface Leaf {
        /** The columns of the schema that come, in its order; one at least, also where rows are only counted. */
        List<Field> columns();

        /** The part of the filter that the source applies. */
        RowFilter pushed();

        /** What is sent to the source, for people to read. */
        String text();

        /** Starts it. The source gives up by itself after this time: TIMED_OUT. */
        RowStream open(Duration timeout);
    }
}
