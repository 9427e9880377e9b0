package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.RowSource;
import io.mcpbuffet.spi.Snapshots;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads moments, and asks only tables that have a history for their past. */
record History(Lakehouse lakehouse, Clock clock) {
    AsOf moment(Optional<String> asOf) {
        return asOf.map(text -> AsOf.parse(text, clock)).orElse(AsOf.LATEST);
    }

    static List<String> warnings(AsOf asOf) {
        return asOf instanceof AsOf.Moment m && m.zoneAssumed()
                ? List.of("as_of has no time zone; UTC was taken: " + m.instant())
                : List.of();
    }

    /** The table's snapshots; UNSUPPORTED names the catalogs that have some. */
    <T> T snapshots(TableRef table, Function<Snapshots, T> use) {
        return lakehouse.with(table.catalog(), catalog -> {
            require(table, catalog);
            return use.apply((Snapshots) catalog);
        });
    }

    /** Does nothing where the moment is now, or where the rows' own source tells which moments it knows. */
    void require(TableRef table, AsOf asOf) {
        if (!(asOf instanceof AsOf.Latest)) {
            lakehouse.with(table.catalog(), catalog -> {
                if (!(catalog instanceof RowSource)) {
                    require(table, catalog);
                }
                return catalog;
            });
        }
    }

    private void require(TableRef table, Catalog catalog) {
        if (!(catalog instanceof Snapshots)) {
            List<String> able = lakehouse.with(Feature.METADATA);
            throw LakeException.unsupported("Tables of catalog '" + table.catalog() + "' keep no snapshots, so " + table
                            + " has no past states")
                    .hint(
                            able.isEmpty()
                                    ? "Leave as_of out"
                                    : "Leave as_of out. Catalogs whose tables have snapshots: "
                                            + String.join(", ", able));
        }
    }
}
