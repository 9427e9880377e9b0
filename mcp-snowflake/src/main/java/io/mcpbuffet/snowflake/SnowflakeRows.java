package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
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

/** A table of Snowflake whose rows go into a join. Safe for use by many threads. */
final class SnowflakeRows implements PinnedRows {
    private final Connections connections;
    private final PinnedTable pinned;
    private final AsOf asOf;
    private final List<Field> schema;
    private final OptionalLong rowCount;
    /** Rows are asked for on threads that know no call. */
    private final String purpose = Purpose.of("leaf of a join");

    /** @param asOf a moment, or the present */
    SnowflakeRows(Connections connections, PinnedTable pinned, AsOf asOf, List<Field> columns, OptionalLong rowCount) {
        this.connections = connections;
        this.pinned = pinned;
        this.asOf = asOf;
        this.schema = columns.stream().map(SnowflakeRows::joined).toList();
        this.rowCount = rowCount;
    }

    private static Field joined(Field field) {
        return new Field(
                OptionalInt.empty(),
                field.name(),
                SnowflakeTypes.joined(field.type()),
                field.required(),
                field.comment(),
                Optional.empty());
    }

    @Override
    public PinnedTable table() {
        return pinned;
    }

    @Override
    public List<Field> schema() {
        return schema;
    }

    @Override
    public OptionalLong rowCount() {
        return rowCount;
    }

    @Override
    public Leaf leaf(ScanRequest request) {
        List<Field> columns = columns(request);
        FilterText filter = FilterText.of(request.filter());
        boolean whole = filter.pushed().equals(request.filter());
        String list = columns.stream().map(f -> Names.quoted(f.name())).collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(list)
                .append(" FROM ")
                .append(Names.quoted(pinned.table()))
                .append(TimeTravel.clause(asOf));
        filter.sql().ifPresent(where -> sql.append(" WHERE ").append(where));
        if (whole && request.limit().isPresent()) {
            sql.append(" LIMIT ").append(request.limit().getAsLong());
        }
        return new Sent(connections, purpose, columns, filter.pushed(), sql.toString(), pinned.table());
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
                .filter(field -> field.type() instanceof DataType.Decimal)
                .findFirst()
                .orElse(schema.get(0));
    }

    private record Sent(
            Connections connections, String purpose, List<Field> columns, RowFilter pushed, String text, TableRef table)
            implements Leaf {
        @Override
        public RowStream open(Duration timeout) {
            Execution execution = Execution.start(connections, new Execution.Request(text, purpose, 0, timeout));
            return new SnowflakeRowStream(execution, columns, table.toString());
        }
    }
}
