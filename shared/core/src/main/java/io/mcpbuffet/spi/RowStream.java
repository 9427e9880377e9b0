package io.mcpbuffet.spi;

import java.util.Optional;

/** Rows on their way from a {@link RowSource}, for one thread. */
public interface RowStream extends AutoCloseable {
    /** The next rows, none at the end. Throws what went wrong at the source, CANCELLED where the thread is interrupted. */
    Optional<RowBatch> next();

    /** Stops the source where it still runs. May be called by any thread, more than once. */
    @Override
    void close();
}
