package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.RowSql;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

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
        this.schema = columns.stream()
                .map(field -> field.plain(SnowflakeTypes.joined(field.type())))
                .toList();
        this.rowCount = rowCount;
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
        String table = Names.quoted(pinned.table()) + TimeTravel.clause(asOf);
        return RowSql.of(request, schema, table, new SnowflakeWords()).leaf(this::open);
    }

    private RowStream open(RowSql sql, Duration timeout) {
        Execution execution = Execution.start(connections, new Execution.Request(sql.text(), purpose, 0, timeout));
        return new SnowflakeRowStream(execution, sql.columns(), pinned.table().toString());
    }
}
