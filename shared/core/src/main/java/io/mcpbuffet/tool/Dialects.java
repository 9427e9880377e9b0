package io.mcpbuffet.tool;

import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.spi.Feature;
import java.util.List;
import java.util.Optional;

/**
 * Which SQL is to be written.
 *
 * @param own catalogs with an engine of their own beside the one that joins
 * @param foreign the only catalog's own engine runs all statements
 */
record Dialects(String joins, List<String> own, boolean foreign) {
    static Dialects of(Lakehouse lakehouse, String joins) {
        List<String> own = lakehouse.with(Feature.SQL).stream()
                .filter(name -> lakehouse.dialect(name).isPresent())
                .toList();
        boolean alone = own.size() == 1 && lakehouse.catalogs().size() == 1;
        return alone
                ? new Dialects(lakehouse.dialect(own.get(0)).orElseThrow(), List.of(), true)
                : new Dialects(joins, own, false);
    }

    /** A sentence on the catalogs that have a dialect of their own; none where there are none. */
    Optional<String> exception() {
        return own.isEmpty()
                ? Optional.empty()
                : Optional.of("A statement over " + String.join(" or ", own)
                        + " alone runs there, in its own dialect (list_catalogs).");
    }
}
