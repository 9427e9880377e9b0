package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.AttachedRelation;
import io.mcpbuffet.engine.job.FilesRelation;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.engine.job.SameRelation;
import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.StubRelation;
import io.mcpbuffet.engine.job.ValuesRelation;
import io.mcpbuffet.engine.scan.KnownBounds;
import io.mcpbuffet.engine.scan.ScanViews;
import io.mcpbuffet.model.ResultColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A DuckDB instance for one call: relations are made, then it is closed to all but their files. */
final class Sandbox implements AutoCloseable {
    static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    static final List<ResultColumn> PLAN_COLUMNS =
            List.of(new ResultColumn("explain_key", "VARCHAR"), new ResultColumn("explain_value", "VARCHAR"));

    private final DuckDb duckDb;
    private final long memoryBytes;
    private final Connection connection;
    private final Optional<Path> spill;
    private final Stop stop;
    private final Map<String, String> attached = new LinkedHashMap<>();
    private Optional<InlineViews> inline = Optional.empty();

    Sandbox(DuckDb duckDb, long memoryBytes, Optional<Path> spill, Stop stop) throws SQLException {
        this.duckDb = duckDb;
        this.memoryBytes = memoryBytes;
        this.spill = spill;
        this.stop = stop;
        this.connection = duckDb.open(memoryBytes, spill.orElse(null));
    }

    Connection connection() {
        return connection;
    }

    /** What is read by the statement only is not made a view, but read where the statement names it. */
    void open(Job job, RowLoader loader) throws SQLException {
        inline = InlineViews.of(job);
        open(job.relations(), loader);
    }

    void open(List<Relation> relations, RowLoader loader) throws SQLException {
        List<String> files = new ArrayList<>();
        for (Relation relation : relations) {
            if (relation instanceof RowsRelation rows) {
                loader.load(connection, rows, stop);
            } else {
                files.addAll(create(relation));
            }
        }
        close(files);
    }

    void close(List<String> files) throws SQLException {
        duckDb.close(connection, files);
    }

    private List<String> create(Relation relation) throws SQLException {
        if (relation instanceof ScanRelation scan) {
            stop.opening(connection);
            ScanViews.Query query = ScanViews.query(connection, scan);
            if (inline.isEmpty() || !inline.get().add(scan.view(), query.select())) {
                ScanViews.create(connection, scan.view(), query);
            }
            return query.paths();
        }
        if (relation instanceof AttachedRelation table) {
            String alias = attached.get(table.database());
            if (alias == null) {
                alias = "attached" + attached.size();
                attach(alias, table.database());
                attached.put(table.database(), alias);
            }
            view(
                    table.view(),
                    alias + "." + DuckDb.identifier(table.schema()) + "." + DuckDb.identifier(table.table()));
            return List.of();
        }
        if (relation instanceof StubRelation stub) {
            execute(Outlines.view(stub));
            return List.of(StubRelation.FILE);
        }
        if (relation instanceof SameRelation same) {
            same(same);
            return List.of();
        }
        if (relation instanceof ValuesRelation values) {
            KnownBounds.create(connection, values);
            return List.of();
        }
        FilesRelation files = (FilesRelation) relation;
        view(files.view(), reader(files));
        return files.paths();
    }

    private void same(SameRelation same) throws SQLException {
        Optional<String> select = inline.flatMap(views -> views.select(same.of()));
        if (select.isEmpty()) {
            view(same.view(), DuckDb.identifier(same.of()));
        } else if (!inline.get().add(same.view(), select.get())) {
            view(same.view(), "(" + select.get() + ")");
        }
    }

    void attach(String alias, String database) throws SQLException {
        execute("ATTACH " + DuckDb.literal(database) + " AS " + alias + " (READ_ONLY)");
    }

    private void view(String name, String source) throws SQLException {
        execute("CREATE VIEW " + DuckDb.identifier(name) + " AS SELECT * FROM " + source);
    }

    private static String reader(FilesRelation files) {
        String function =
                switch (files.reader()) {
                    case PARQUET -> "read_parquet";
                    case CSV -> "read_csv";
                    case JSON -> "read_json";
                };
        String paths = files.paths().stream().map(DuckDb::literal).collect(Collectors.joining(", ", "[", "]"));
        String options = files.options().entrySet().stream()
                .map(option -> ", " + option.getKey() + " = " + option.getValue())
                .collect(Collectors.joining());
        return function + "(" + paths + options + ")";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            stop.running(statement);
            statement.execute(sql);
        }
    }

    /** The SQL of a tree: the only text of a client's statement that runs. */
    String text(JsonNode tree) throws SQLException {
        return inline.isEmpty()
                ? text(connection, tree, stop)
                : inline.get().into(tree, marked -> text(connection, marked, stop));
    }

    static String text(Connection connection, JsonNode tree, Stop stop) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json_deserialize_sql(?::JSON)")) {
            statement.setString(1, tree.toString());
            stop.running(statement);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /** Rows of (kind, text). */
    List<List<Object>> explain(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            stop.running(statement);
            try (ResultSet rows = statement.executeQuery("EXPLAIN (FORMAT JSON) " + sql)) {
                List<List<Object>> plan = new ArrayList<>();
                while (rows.next()) {
                    plan.add(List.of(rows.getString(1), rows.getString(2)));
                }
                return plan;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.close();
        } finally {
            spill.ifPresent(WorkDirectory::delete);
            duckDb.makeReady(memoryBytes);
        }
    }
}
