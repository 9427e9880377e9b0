package io.mcpbuffet.spi;

import io.mcpbuffet.model.TableRef;
import java.time.Duration;
import java.util.Optional;

/** The ability of a catalog that tells cheaply whether the columns or comments of a table may have changed. */
public interface Versions {
    /** A text that is another one after every such change, such as a metadata location; empty where it cannot be told. */
    Optional<String> version(TableRef table);

    /** How long a version that was told may be believed: nothing where asking costs next to nothing. */
    default Duration believed() {
        return Duration.ZERO;
    }
}
