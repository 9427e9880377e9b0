package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.spi.RowBatch;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Fills tables of a call's own database with the rows that the host streams. */
final class RowLoader {
    private static final String STORED = "stored_";

    private final RowInlet inlet;
    private final BiConsumer<String, Map<String, Object>> host;
    private final boolean empty;

    /**
     * Loads rows.
     *
     * @param host hears what is wanted of it
     * @param empty makes the tables, but asks for no rows: a plan is wanted
     */
    RowLoader(RowInlet inlet, BiConsumer<String, Map<String, Object>> host, boolean empty) {
        this.inlet = inlet;
        this.host = host;
        this.empty = empty;
    }

    void load(Connection connection, RowsRelation relation, Stop stop) throws SQLException {
        String table = STORED + relation.view();
        try (Statement statement = connection.createStatement()) {
            stop.running(statement);
            statement.execute("CREATE TABLE " + DuckDb.identifier(table) + " (" + definitions(relation) + ")");
            if (!empty) {
                keys(connection, relation, stop);
                append((DuckDBConnection) connection, table, relation);
            }
            statement.execute("CREATE VIEW " + DuckDb.identifier(relation.view()) + " AS SELECT " + readings(relation)
                    + " FROM " + DuckDb.identifier(table));
        }
    }

    /** A table has one column at least, also where rows are only counted. */
    private static String definitions(RowsRelation relation) {
        return relation.columns().stream()
                .filter(RowsRelation.Column::arrives)
                .map(column -> DuckDb.identifier(column.name()) + " " + column.stored())
                .collect(Collectors.joining(", "));
    }

    private static String readings(RowsRelation relation) {
        return relation.columns().stream().map(RowLoader::reading).collect(Collectors.joining(", "));
    }

    private static String reading(RowsRelation.Column column) {
        String name = DuckDb.identifier(column.name());
        if (!column.arrives()) {
            return "CAST(NULL AS " + column.type() + ") AS " + name;
        }
        if (column.type().equals(column.stored())) {
            return name;
        }
        String json = "CAST(" + name + " AS JSON)";
        return (column.type().equals("JSON") ? json : "CAST(" + json + " AS " + column.type() + ")") + " AS " + name;
    }

    /** Told also where there are none, for the host waits for them. */
    private void keys(Connection connection, RowsRelation relation, Stop stop) throws SQLException {
        if (!relation.keys().areWanted()) {
            return;
        }
        Map<String, Object> body = new HashMap<>(Map.of("view", relation.view()));
        new RowKeys(connection, relation.keys(), stop).find().ifPresent(keys -> body.put("keys", keys));
        host.accept("keys", body);
    }

    private void append(DuckDBConnection connection, String table, RowsRelation relation) throws SQLException {
        List<Cell> cells = relation.columns().stream()
                .filter(RowsRelation.Column::arrives)
                .map(Cell::of)
                .toList();
        try (DuckDBAppender appender = connection.createAppender("main", table)) {
            Optional<RowBatch> batch = inlet.take(relation.view());
            while (batch.isPresent()) {
                append(appender, cells, batch.get());
                host.accept("more", Map.of("view", relation.view()));
                batch = inlet.take(relation.view());
            }
        }
    }

    private static void append(DuckDBAppender appender, List<Cell> cells, RowBatch batch) throws SQLException {
        Cell[] each = cells.toArray(Cell[]::new);
        RowBatch.Column[] columns = batch.columns().toArray(RowBatch.Column[]::new);
        for (int row = 0; row < batch.rows(); row++) {
            appender.beginRow();
            for (int i = 0; i < each.length; i++) {
                each[i].append(appender, columns[i], row);
            }
            appender.endRow();
        }
    }

    /** How a column's values go into its table. */
    private record Cell(String type, int precision, int scale) {
        static Cell of(RowsRelation.Column column) {
            String type = column.stored();
            if (!type.startsWith("DECIMAL(")) {
                return new Cell(type, 0, 0);
            }
            String[] parts = type.substring(8, type.length() - 1).split(",", -1);
            return new Cell("DECIMAL", Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
        }

        void append(DuckDBAppender appender, RowBatch.Column column, int row) throws SQLException {
            if (column instanceof RowBatch.Longs longs) {
                if (longs.nulls().get(row)) {
                    appender.appendNull();
                } else {
                    number(appender, longs.values()[row]);
                }
            } else if (column instanceof RowBatch.Doubles doubles) {
                if (doubles.nulls().get(row)) {
                    appender.appendNull();
                } else if (type.equals("FLOAT")) {
                    appender.append((float) doubles.values()[row]);
                } else {
                    appender.append(doubles.values()[row]);
                }
            } else if (column instanceof RowBatch.Texts texts) {
                text(appender, texts.values()[row]);
            } else {
                appender.append(((RowBatch.Binaries) column).values()[row]);
            }
        }

        private void number(DuckDBAppender appender, long value) throws SQLException {
            switch (type) {
                case "BOOLEAN" -> appender.append(value != 0);
                case "INTEGER" -> appender.append(Math.toIntExact(value));
                case "DATE" -> appender.appendEpochDays(Math.toIntExact(value));
                case "TIME" -> appender.appendDayMicros(value);
                case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> appender.appendEpochMicros(value);
                case "DECIMAL" -> decimal(appender, value);
                default -> appender.append(value);
            }
        }

        private void decimal(DuckDBAppender appender, long unscaled) throws SQLException {
            if (precision <= 4) {
                appender.appendDecimal((short) unscaled);
            } else if (precision <= 9) {
                appender.appendDecimal(Math.toIntExact(unscaled));
            } else if (precision <= 18) {
                appender.appendDecimal(unscaled);
            } else {
                appender.appendDecimal(unscaled, unscaled < 0 ? -1 : 0);
            }
        }

        private void text(DuckDBAppender appender, String value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else if (type.equals("DECIMAL")) {
                appender.append(new BigDecimal(value).setScale(scale));
            } else if (type.equals("UUID")) {
                appender.append(UUID.fromString(value));
            } else {
                appender.append(value);
            }
        }
    }
}
