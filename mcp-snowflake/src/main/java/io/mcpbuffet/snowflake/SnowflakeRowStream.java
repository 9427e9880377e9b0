package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of one statement in batches of columns. */
final class SnowflakeRowStream implements RowStream {
    private static final int BATCH = 8192;

    private final Execution execution;
    private final List<Field> fields;
    private final String table;
    private ResultSet rows;

    SnowflakeRowStream(Execution execution, List<Field> fields, String table) {
        this.execution = execution;
        this.fields = fields;
        this.table = table;
    }

    @Override
    public Optional<RowBatch> next() {
        if (rows == null) {
            rows = execution.result();
        }
        try {
            return read();
        } catch (SQLException e) {
            throw execution.translate(e);
        }
    }

    private Optional<RowBatch> read() throws SQLException {
        if (!rows.next()) {
            return Optional.empty();
        }
        BatchColumn[] columns = fields.stream()
                .map(field -> BatchColumn.of(field, table, BATCH))
                .toArray(BatchColumn[]::new);
        int count = 0;
        do {
            for (int i = 0; i < columns.length; i++) {
                columns[i].add(rows, i + 1, count);
            }
            count++;
        } while (count < BATCH && rows.next());
        return Optional.of(new RowBatch(
                count, java.util.Arrays.stream(columns).map(BatchColumn::column).toList()));
    }

    @Override
    public void close() {
        execution.close();
    }
}
