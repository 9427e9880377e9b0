package io.mcpbuffet.router.peer;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

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
        this.schema = info.columns().stream().map(PeerRows::joined).toList();
    }

    private static Field joined(Field field) {
        return new Field(
                OptionalInt.empty(),
                field.name(),
                Cells.joined(field.type()),
                field.required(),
                field.comment(),
                Optional.empty());
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
        List<Field> columns = columns(request);
        FilterText filter = FilterText.of(request.filter(), dialect);
        boolean whole = filter.pushed().equals(request.filter());
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(columns.stream().map(f -> PeerNames.quoted(f.name())).collect(Collectors.joining(", ")))
                .append(" FROM ")
                .append(tableThere);
        filter.sql().ifPresent(where -> sql.append(" WHERE ").append(where));
        if (whole && request.limit().isPresent()) {
            sql.append(" LIMIT ").append(request.limit().getAsLong());
        }
        return new Sent(this, columns, filter.pushed(), sql.toString());
    }

    /** One column at least, for rows that are only counted. */
    private List<Field> columns(ScanRequest request) {
        List<Field> wanted = request.columns()
                .map(names -> schema.stream()
                        .filter(field -> names.contains(field.name()))
                        .toList())
                .orElse(schema);
        return wanted.isEmpty() ? List.of(narrowest()) : wanted;
    }

    private Field narrowest() {
        return schema.stream()
                .filter(field -> field.type() instanceof DataType.Scalar scalar
                        && (scalar.kind() == DataType.Kind.BOOLEAN
                                || scalar.kind() == DataType.Kind.INT
                                || scalar.kind() == DataType.Kind.LONG))
                .findFirst()
                .orElse(schema.get(0));
    }

    private record Sent(PeerRows of, List<Field> columns, RowFilter pushed, String text) implements Leaf {
        @Override
        public RowStream open(Duration timeout) {
            return new PeerRowStream(of.peer, of.info.table().toString(), text, of.asOf, columns, timeout);
        }
    }
}
