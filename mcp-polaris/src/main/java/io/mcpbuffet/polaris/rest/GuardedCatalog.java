package io.mcpbuffet.polaris.rest;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SessionCatalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTSessionCatalog;
import org.apache.iceberg.view.View;

/** Iceberg's REST catalog with our requests and our files. Safe for use by many threads. */
final class GuardedCatalog extends RESTCatalog {
    private final Function<Map<String, String>, FileIO> files;
    private final int above;

    /** @param above levels of each namespace that the server does not know */
    GuardedCatalog(
            Function<Map<String, String>, RESTClient> clients, Function<Map<String, String>, FileIO> files, int above) {
        super(SessionCatalog.SessionContext.createEmpty(), clients);
        this.files = files;
        this.above = above;
    }

    /** Called before this object is complete, so {@link #files} is looked at only when a table is loaded. */
    @Override
    protected RESTSessionCatalog newSessionCatalog(Function<Map<String, String>, RESTClient> clients) {
        return new RESTSessionCatalog(clients, (context, properties) -> files.apply(properties));
    }

    @Override
    public Table loadTable(TableIdentifier identifier) {
        return super.loadTable(inside(identifier));
    }

    @Override
    public View loadView(TableIdentifier identifier) {
        return super.loadView(inside(identifier));
    }

    private TableIdentifier inside(TableIdentifier identifier) {
        String[] levels = identifier.namespace().levels();
        return TableIdentifier.of(
                Namespace.of(Arrays.copyOfRange(levels, Math.min(above, levels.length), levels.length)),
                identifier.name());
    }
}
