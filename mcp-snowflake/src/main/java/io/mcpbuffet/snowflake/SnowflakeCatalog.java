package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Diagnosable;
import io.mcpbuffet.spi.ForeignKeys;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.RowSource;
import io.mcpbuffet.spi.SqlEngine;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Snowflake account as a catalog, as rows for joins, and as an engine of its own. Safe for use by many threads. */
final class SnowflakeCatalog implements Catalog, RowSource, SqlEngine, ForeignKeys, Diagnosable {
    static final String DIALECT = "snowflake";

    private final Connections connections;
    private final SnowflakeObjects objects;
    private final RowListing listing;
    private final TableDescription description;
    private final TimeTravel travel;
    private final SnowflakeEngine engine;
    private final Probes probes;

    SnowflakeCatalog(String name, Connections connections, NameFilter filter, Home home, Clock clock) {
        this.connections = connections;
        this.listing = new RowListing(connections);
        this.objects = new SnowflakeObjects(name, listing, filter);
        this.travel = new TimeTravel(clock, new IcebergRefreshes(listing));
        this.description = new TableDescription(objects, listing, travel);
        Moments moments = new Moments(objects, travel);
        this.engine = new SnowflakeEngine(connections, new TableText(name, home, filter, moments), moments);
        this.probes = new Probes(listing, home, connections.settings().warehouse());
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        Namespace of = parent.orElse(Namespace.ROOT);
        if (of.isRoot()) {
            return objects.databases(page);
        }
        if (of.levels().size() == 1) {
            return objects.schemas(of.levels().get(0), page);
        }
        objects.tables(of, PageRequest.first(1));
        return Page.last(List.of());
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        if (namespace.levels().size() == 1) {
            objects.schemas(namespace.levels().get(0), PageRequest.first(1));
            return Page.last(List.of());
        }
        return objects.tables(namespace, page);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        return description.of(table, asOf);
    }

    @Override
    public PinnedRows pin(TableRef table, AsOf asOf) {
        Map<String, String> row = objects.row(table);
        AsOf moment = travel.resolve(table, row, asOf);
        PinnedTable pinned = Moments.pinned(table, asOf, moment);
        return new SnowflakeRows(
                connections, pinned, moment, description.columns(table), TableDescription.number(row.get("rows")));
    }

    @Override
    public QueryResult run(Query query, Progress progress) {
        return engine.run(query, progress);
    }

    @Override
    public Explanation explain(Query query, Progress progress) {
        return engine.explain(query, progress);
    }

    @Override
    public String dialect() {
        return DIALECT;
    }

    @Override
    public List<ForeignKey> foreignKeys(TableRef table) {
        objects.row(table);
        return List.copyOf(description.foreignKeys(table).byName().values());
    }

    @Override
    public List<Probe> probes() {
        return probes.all();
    }

    /** Without a warehouse, and without a browser window that nobody has asked for. */
    @Override
    public void ping() {
        if (!connections.settings().browser() || connections.connected()) {
            listing.rows("SHOW DATABASES LIMIT 1", "ping");
        }
    }

    @Override
    public void close() {
        engine.close();
        connections.close();
    }
}
