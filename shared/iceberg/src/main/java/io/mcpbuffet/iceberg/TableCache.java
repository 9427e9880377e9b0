package io.mcpbuffet.iceberg;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Tables loaded within the last moments: the steps of one call load a table once. Safe for use by many threads. */
final class TableCache {
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MAX_TABLES = 200;

    private final Catalog catalog;
    private final Map<TableIdentifier, Loaded> loaded = new LinkedHashMap<>();

    private record Loaded(Table table, Instant at) {}

    TableCache(Catalog catalog) {
        this.catalog = catalog;
    }

    Table load(TableIdentifier id) {
        Instant now = Instant.now();
        synchronized (loaded) {
            loaded.values().removeIf(table -> table.at().plus(FRESH).isBefore(now));
            Loaded known = loaded.get(id);
            if (known != null) {
                return known.table();
            }
        }
        Table table = catalog.loadTable(id);
        synchronized (loaded) {
            if (loaded.size() < MAX_TABLES) {
                loaded.put(id, new Loaded(table, now));
            }
        }
        return table;
    }
}
