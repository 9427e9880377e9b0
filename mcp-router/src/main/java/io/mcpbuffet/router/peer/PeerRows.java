package io.mcpbuffet.router.peer;

import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.RowSql;
import io.mcpbuffet.spi.ScanRequest;
import java.util.List;
import java.util.OptionalLong;

/** A table of another server whose rows go into a join, held at one moment. Safe for use by many threads. */
final class PeerRows implements PinnedRows {
    private final Peer peer;
    private final String tableThere;
    private final String dialect;
    private final TableInfo info;
    private final String asOf;
    private final List<Field> schema;

    /**
     * What a table is at a moment.
     *
     * @param tableThere its name there, quoted
     * @param dialect of the engine that answers there
     * @param moment as it was asked for, for tables without snapshots
     */
    PeerRows(Peer peer, String tableThere, String dialect, TableInfo info, String moment) {
        this.peer = peer;
        this.tableThere = tableThere;
        this.dialect = dialect;
        this.info = info;
        this.asOf = info.snapshot().map(Snapshot::id).map(String::valueOf).orElse(moment);
        this.schema = info.columns().stream()
                .map(field -> field.plain(Cells.joined(field.type())))
                .toList();
    }

    @Override
    public PinnedTable table() {
        OptionalLong id = info.snapshot().isPresent()
                ? OptionalLong.of(info.snapshot().get().id())
                : OptionalLong.empty();
        return new PinnedTable(info.table(), id, info.snapshot().map(Snapshot::committedAt));
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public OptionalLong rowCount() {
        return info.rowCount();
    }

    @Override
    public Leaf leaf(ScanRequest request) {
        return RowSql.of(request, schema, tableThere, PeerWords.of(dialect))
                .leaf((sql, timeout) ->
                        new PeerRowStream(peer, info.table().toString(), sql.text(), asOf, sql.columns(), timeout));
    }
}
