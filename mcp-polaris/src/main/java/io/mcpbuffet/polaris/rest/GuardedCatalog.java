package io.mcpbuffet.polaris.rest;

import java.util.Map;
import java.util.function.Function;
import org.apache.iceberg.BaseMetadataTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.SessionCatalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTSessionCatalog;

/** Iceberg's REST catalog with our requests and our files. Safe for use by many threads. */
final class GuardedCatalog extends RESTCatalog {
    private final Function<Map<String, String>, FileIO> files;

    GuardedCatalog(Function<Map<String, String>, RESTClient> clients, Function<Map<String, String>, FileIO> files) {
        super(SessionCatalog.SessionContext.createEmpty(), clients);
        this.files = files;
    }

    /** Called before this object is complete, so {@link #files} is looked at only when a table is loaded. */
    @Override
    protected RESTSessionCatalog newSessionCatalog(Function<Map<String, String>, RESTClient> clients) {
        return new RESTSessionCatalog(clients, (context, properties) -> files.apply(properties));
    }

    /** A name such as {@code orders.files} is no table, but the metadata of one, which is shown in another way. */
    @Override
    public Table loadTable(TableIdentifier identifier) {
        Table table = super.loadTable(identifier);
        if (table instanceof BaseMetadataTable) {
            throw new NoSuchTableException("Table does not exist: %s", identifier);
        }
        return table;
    }
}
