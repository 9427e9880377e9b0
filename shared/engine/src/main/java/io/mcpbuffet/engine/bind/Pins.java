package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.scan.RowMetadata;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.RowSource;
import io.mcpbuffet.spi.Scannable;
import io.mcpbuffet.spi.Snapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The tables of one query, each held at one state per moment asked for, however often the query names it. */
final class Pins {
    private static final int MAX_TABLES = 60;

    private final TableLookup lookup;
    private final AtClause atClause;
    private final AsOf asOf;
    private final SystemTables system;
    private final List<TableSource> others = new ArrayList<>();
    private final FreshNames fresh;
    private final Map<Key, TableSource> pinned = new LinkedHashMap<>();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<TableRef> withHistory = new LinkedHashSet<>();
    private int references;

    private record Key(TableRef table, AsOf asOf, List<RowMetadata> metadata) {}

    /** Either a source, or the SQL of a view. */
    record Target(TableSource source, io.mcpbuffet.spi.Views.ViewSql view) {}

    Pins(TableLookup lookup, AtClause atClause, AsOf asOf, SystemTables system, FreshNames fresh) {
        this.lookup = lookup;
        this.atClause = atClause;
        this.asOf = asOf;
        this.system = system;
        this.fresh = fresh;
        warn(asOf);
    }

    FreshNames fresh() {
        return fresh;
    }

    List<TableSource> sources() {
        List<TableSource> all = new ArrayList<>(pinned.values());
        all.addAll(others);
        return all;
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(system.warnings());
        return all;
    }

    void count(int more) {
        references += more;
        if (references > MAX_TABLES) {
            throw Rule.TABLE_COUNT.broken("The statement names " + references + " tables, with those of its views; "
                    + MAX_TABLES + " are allowed");
        }
    }

    Target listing(Reference reference, SystemTables.Wanted wanted) {
        TableSource.Listing listing = system.read(fresh.view(), reference.path(), wanted);
        others.add(listing);
        return new Target(listing, null);
    }

    /** @param metadata columns of metadata that the statement around the reference names */
    Target pin(Reference reference, TableRef table, List<RowMetadata> metadata) {
        Catalog catalog = lookup.catalog(table);
        JsonNode at = reference.node().path("at_clause");
        Optional<io.mcpbuffet.spi.Views.ViewSql> view = view(table, catalog);
        if (view.isPresent() && at.isObject()) {
            throw LakeException.unsupported("The view " + table + " keeps no past states")
                    .hint(
                            "Give as_of, which holds for the tables behind the view, or write AT (...) behind those tables")
                    .in(table.catalog());
        }
        if (view.isPresent()) {
            warnOfDialect(table, view.get().dialect());
            return new Target(null, view.get());
        }
        AsOf moment = at.isObject() ? atClause.read(at, table, catalog) : asOf;
        warn(moment);
        return new Target(source(new Key(table, moment, metadata), catalog), null);
    }

    /** What parses in two dialects may mean something else in each. */
    private void warnOfDialect(TableRef view, String dialect) {
        if (!dialect.equalsIgnoreCase("duckdb")) {
            warnings.add(
                    "The view " + view + " is written in the dialect " + dialect + " and was read as that of DuckDB");
        }
    }

    private TableSource source(Key key, Catalog catalog) {
        TableSource source = pinned.get(key);
        if (source == null) {
            source = open(key, catalog);
            pinned.put(key, source);
        } else if (source instanceof TableSource.Pushable pushable) {
            source = pushable.as(fresh.view());
            others.add(source);
        }
        return source;
    }

    private static Optional<io.mcpbuffet.spi.Views.ViewSql> view(TableRef table, Catalog catalog) {
        return catalog instanceof io.mcpbuffet.spi.Views views ? views.view(table, "duckdb") : Optional.empty();
    }

    private TableSource open(Key key, Catalog catalog) {
        TableRef table = key.table();
        AsOf moment = key.asOf();
        if (catalog instanceof RowSource source) {
            return new TableSource.Rows(fresh.view(), source.pin(table, moment));
        }
        if (catalog instanceof Snapshots) {
            withHistory.add(table);
        } else if (!(moment instanceof AsOf.Latest)) {
            String known = withHistory.isEmpty() ? "none of this query that were looked at" : withHistory.toString();
            throw LakeException.unsupported(
                            "The table " + table + " keeps no past states, so it cannot be read as of another moment")
                    .hint("Tables with snapshots: " + known + ". Write AT (...) behind those instead of as_of")
                    .in(table.catalog());
        }
        if (catalog instanceof Scannable scannable) {
            return scan(scannable.pin(table, moment), key);
        }
        if (catalog instanceof LocalTables local) {
            PinnedTable current = new PinnedTable(table, OptionalLong.empty(), Optional.empty());
            return new TableSource.Local(fresh.view(), current, local.source(table));
        }
        throw LakeException.unsupported("The tables of catalog '" + table.catalog() + "' cannot be read with SQL here")
                .hint("list_catalogs shows which catalogs have the feature sql")
                .in(table.catalog());
    }

    /** A column of the table's own goes before one of metadata. */
    private TableSource.Scan scan(PinnedScan pinnedScan, Key key) {
        List<RowMetadata> free = key.metadata().stream()
                .filter(column -> pinnedScan.schema().stream()
                        .noneMatch(field -> field.name().equalsIgnoreCase(column.column())))
                .toList();
        TableSource.Scan scan = new TableSource.Scan(fresh.view(), pinnedScan, free);
        List<String> renamed = ShownColumns.renamed(scan);
        if (!renamed.isEmpty()) {
            warnings.add("Names of columns of " + key.table() + " differ in case only; as the engine shows them, "
                    + String.join(", ", renamed));
        }
        return scan;
    }

    private void warn(AsOf moment) {
        if (moment instanceof AsOf.Moment instant && instant.zoneAssumed()) {
            warnings.add("The moment " + instant.instant() + " was given without a zone; UTC was taken");
        }
    }
}
