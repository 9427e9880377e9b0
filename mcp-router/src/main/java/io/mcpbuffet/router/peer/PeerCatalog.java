package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.RowSource;
import io.mcpbuffet.spi.SqlEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of another server of this kind, by its tools. Safe for use by many threads. */
class PeerCatalog implements Catalog, RowSource, SqlEngine {
    private static final String LIST = "list_catalogs";

    private final Peer peer;
    private final PeerNames names;
    private final Map<String, String> dialects;
    private final PeerListing listing;
    private final PeerEngine engine;

    /** @param dialects by the names of the catalogs there */
    PeerCatalog(Peer peer, String name, Map<String, String> dialects) {
        this.peer = peer;
        this.dialects = dialects;
        this.names = new PeerNames(name, List.copyOf(dialects.keySet()));
        this.listing = new PeerListing(peer, names);
        this.engine = new PeerEngine(peer, names);
    }

    /** Asks the server which catalogs it has. */
    static Map<String, String> dialects(Peer peer) {
        return PeerProvider.dialects(peer.call(LIST, Json.object()));
    }

    Peer peer() {
        return peer;
    }

    PeerNames names() {
        return names;
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        return listing.namespaces(parent, page);
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return listing.tables(namespace, page);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        return PeerTable.read(peer, names, table, asOf);
    }

    @Override
    public PinnedRows pin(TableRef table, AsOf asOf) {
        TableRef there = names.there(table);
        return new PeerRows(
                peer, PeerNames.quoted(there), dialects.get(there.catalog()), table(table, asOf), Moments.text(asOf));
    }

    @Override
    public QueryResult run(Query query, Progress progress) {
        return engine.run(query, progress);
    }

    @Override
    public Explanation explain(Query query, Progress progress) {
        return engine.explain(query);
    }

    @Override
    public String dialect() {
        return PeerWords.dialect(dialects.values());
    }

    /** Of several catalogs one that answers is enough. */
    @Override
    public void ping() {
        JsonNode catalogs = peer.call(LIST, Json.object()).path("catalogs");
        int failed = 0;
        for (JsonNode line : catalogs) {
            failed += line.hasNonNull("error") ? 1 : 0;
        }
        if (failed > 0 && failed == catalogs.size()) {
            throw PeerErrors.stated(catalogs.get(0).path("error").asText());
        }
    }

    /** The way to the server is closed by whoever opened it. */
    @Override
    public void close() {
        // Nothing is held here.
    }
}
