package io.mcpbuffet.glue;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.GlueTable.Target;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tables by their names, links followed, each remembered for a moment: the steps of one call ask once. Safe for use by many threads. */
final class GlueTables {
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_KEPT = 200;
    private static final long LISTED_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int MAX_LISTED = 2_000;
    /** Glue takes no longer names, so there is nothing behind one. */
    private static final int MAX_NAME = 255;

    private final String catalog;
    private final GlueService glue;
    private final DataCatalogs catalogs;
    private final Map<TableRef, Loaded> loaded = new LinkedHashMap<>();
    private final Map<TableRef, Listed> listed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TableRef, Listed> eldest) {
            return size() > MAX_LISTED;
        }
    };

    /** The state of a table as a listing has just told it. */
    private record Listed(Optional<String> state, long at) {}

    private record Loaded(GlueTable table, long at) {}

    GlueTables(String catalog, GlueService glue, DataCatalogs catalogs) {
        this.catalog = catalog;
        this.glue = glue;
        this.catalogs = catalogs;
    }

    /** Remembers what a listing tells, so that who walks through it need not ask table by table. */
    void listed(TableRef ref, GlueTable table) {
        if (table.target().isPresent()) {
            return;
        }
        synchronized (listed) {
            listed.put(ref, new Listed(table.state(), System.nanoTime()));
        }
    }

    /** As {@link GlueTable#state}, from a listing of this moment or else from Glue. */
    Optional<String> version(TableRef ref) {
        synchronized (listed) {
            Listed known = listed.remove(ref);
            if (known != null && System.nanoTime() - known.at() < LISTED_NANOS) {
                return known.state();
            }
        }
        return find(ref).state();
    }

    DatabaseName database(Namespace namespace) {
        DatabaseName name = catalogs.database(catalog, namespace);
        if (name.name().length() > MAX_NAME) {
            throw LakeException.notFound("There is no database with a name of "
                    + name.name().length() + " characters in catalog " + catalog);
        }
        return name;
    }

    /** What the name means; for a link that is the table behind it. NOT_FOUND where there is none. */
    GlueTable find(TableRef ref) {
        long now = System.nanoTime();
        synchronized (loaded) {
            loaded.values().removeIf(each -> now - each.at() > FRESH_NANOS);
            Loaded known = loaded.get(ref);
            if (known != null) {
                return known.table();
            }
        }
        GlueTable table = load(ref);
        synchronized (loaded) {
            if (loaded.size() < MAX_KEPT) {
                loaded.put(ref, new Loaded(table, now));
            }
        }
        return table;
    }

    private GlueTable load(TableRef ref) {
        if (ref.name().length() > MAX_NAME) {
            throw LakeException.notFound(
                    "There is no table with a name of " + ref.name().length() + " characters in catalog " + catalog);
        }
        GlueTable table = glue.table(database(ref.namespace()), ref.name());
        if (table.target().isEmpty()) {
            return table;
        }
        Target target = table.target().get();
        return glue.table(target.database(), target.name());
    }
}
