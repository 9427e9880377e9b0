package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.scan.DamagedFiles;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.ResultColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.duckdb.DuckDBPreparedStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call inside the worker. {@link #cancel} may come from another thread at any time. */
final class WorkerCall {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerCall.class);

    private final long id;
    private final JsonNode message;
    private final DuckDb duckDb;
    private final FrameChannel channel;
    private final Stop stop = new Stop();
    private final RowInlet inlet = new RowInlet(stop);

    WorkerCall(long id, JsonNode message, DuckDb duckDb, FrameChannel channel) {
        this.id = id;
        this.message = message;
        this.duckDb = duckDb;
        this.channel = channel;
    }

    @SuppressWarnings("checkstyle:IllegalCatch") // every call is answered, whatever happens
    void run() {
        try {
            reply("done", answer());
        } catch (SQLException e) {
            fail(stop.asked() ? DuckDbErrors.stopped(e) : errors().translate(e));
        } catch (LakeException e) {
            fail(e);
        } catch (Throwable e) {
            LOG.error("A call failed in the worker", e);
            fail(LakeException.of(ErrorCode.INTERNAL, "The engine failed", e));
        } finally {
            stop.close();
        }
    }

    void cancel() {
        stop.ask();
    }

    /** Rows for one of its relations, of which the host sends no more than it was asked for. */
    void feed(JsonNode rows) {
        inlet.put(rows);
    }

    /** What goes out when all that the call took is given back, so that a worker without calls is a worker without load. */
    private Map<String, Object> answer() throws SQLException, IOException {
        return switch (message.get("op").asText()) {
            case "parse" -> parse();
            case "run" -> runJob(FrameChannel.JSON.treeToValue(message.get("job"), Job.class));
            case "outline" -> outline(FrameChannel.JSON.treeToValue(message.get("job"), Job.class));
            case "rows" -> rows();
            default -> throw new IllegalArgumentException("Unknown operation");
        };
    }

    private Map<String, Object> parse() throws SQLException {
        try (Connection connection = duckDb.parserConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, message.get("sql").asText());
            stop.running(statement);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return Map.of("tree", rows.getString(1));
            }
        }
    }

    private Map<String, Object> outline(Job job) throws SQLException {
        if (Outlines.onlyStubs(job)) {
            try (Connection connection = duckDb.plannerConnection()) {
                return Outlines.of(connection, job, stop);
            }
        }
        try (Sandbox sandbox = sandbox()) {
            Outlines.prepare(sandbox.connection());
            sandbox.open(job.relations(), new RowLoader(inlet, this::ask, true));
            return Outlines.explain(sandbox.connection(), job, stop);
        }
    }

    private Map<String, Object> rows() throws SQLException, IOException {
        List<String> files = FrameChannel.JSON.convertValue(message.get("files"), Sandbox.STRINGS);
        try (Sandbox sandbox = sandbox()) {
            if (message.hasNonNull("database")) {
                sandbox.attach("db", message.get("database").asText());
            }
            sandbox.close(files);
            try (PreparedStatement statement =
                    sandbox.connection().prepareStatement(message.get("sql").asText())) {
                int index = 1;
                for (JsonNode parameter : message.get("parameters")) {
                    statement.setObject(index++, FrameChannel.JSON.treeToValue(parameter, Object.class));
                }
                stop.running(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    ResultReader reader = new ResultReader(rows, ResultColumns.of(rows.getMetaData()), CellBound.NONE);
                    PageRows all = reader.page(Integer.MAX_VALUE, Integer.MAX_VALUE);
                    return Map.of("columns", reader.columns(), "rows", all.rows());
                }
            }
        }
    }

    private Map<String, Object> runJob(Job job) throws SQLException, IOException {
        SpoolLimits keep = FrameChannel.JSON.treeToValue(message.get("spool"), SpoolLimits.class);
        try (Sandbox sandbox = sandbox()) {
            open(sandbox, job);
            String sql = sandbox.text(job.tree());
            if (job.explain()) {
                return Map.of("columns", Sandbox.PLAN_COLUMNS, "rows", sandbox.explain(sql));
            }
            try (Statement statement = sandbox.connection().createStatement()) {
                ResultSet rows = execute(statement, bounded(sql, job.maxRows(), keep.rows()));
                CellBound cells = job.exact() ? CellBound.NONE : CellBound.PAGE;
                List<ResultColumn> columns = ResultColumns.of(sandbox.connection(), sql, rows.getMetaData(), stop);
                List<ResultColumn> named = ResultColumns.without(job.relations(), columns);
                return deliver(new ResultReader(rows, named, cells), job, keep);
            } catch (SQLException e) {
                throw blamed(sandbox, job, true, e);
            }
        }
    }

    private void open(Sandbox sandbox, Job job) throws SQLException {
        try {
            sandbox.open(job, new RowLoader(inlet, this::ask, job.explain()));
        } catch (SQLException e) {
            throw blamed(sandbox, job, false, e);
        }
    }

    /** The failure itself, or as a LakeException that of the file behind it. */
    private SQLException blamed(Sandbox sandbox, Job job, boolean opened, SQLException failure) {
        if (stop.asked()) {
            return failure;
        }
        List<ScanRelation> scans = job.relations().stream()
                .filter(ScanRelation.class::isInstance)
                .map(ScanRelation.class::cast)
                .toList();
        DamagedFiles.blame(sandbox.connection(), scans, opened, failure).ifPresent(found -> {
            throw found;
        });
        return failure;
    }

    /** One row more than is shown and kept, to know whether there is more. */
    static String bounded(String sql, int shown, int kept) {
        return "SELECT * FROM (\n" + sql + "\n) LIMIT " + ((long) shown + kept + 1);
    }

    private ResultSet execute(Statement statement, String sql) throws SQLException {
        stop.running(statement);
        try (ProgressReporter progress = new ProgressReporter((DuckDBPreparedStatement) statement, this::progress)) {
            return statement.executeQuery(sql);
        }
    }

    private Map<String, Object> deliver(ResultReader reader, Job job, SpoolLimits keep)
            throws SQLException, IOException {
        PageRows first = reader.page(job.maxRows(), job.maxBytes());
        boolean more = reader.peek().isPresent();
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("columns", reader.columns());
        page.put("rows", first.rows());
        page.put("more", more);
        page.put("warnings", first.warnings());
        reply("page", page);
        return Map.of("complete", !more || SpoolWriter.write(reader, keep));
    }

    private Sandbox sandbox() throws SQLException {
        return new Sandbox(duckDb, message.get("memory").asLong(), spillTo(), stop);
    }

    /** Errors in words that do not show what the host named for itself. */
    private DuckDbErrors errors() {
        List<String> views = new ArrayList<>();
        message.path("job")
                .path("relations")
                .forEach(r -> views.add(r.path("view").asText()));
        return new DuckDbErrors(views);
    }

    private Optional<Path> spillTo() {
        return Optional.ofNullable(message.get("spill")).map(node -> Path.of(node.asText()));
    }

    /** Asks the host for rows, or tells it what they are to be narrowed to. */
    private void ask(String type, Map<String, Object> body) {
        try {
            reply(type, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void progress(double percent) {
        try {
            reply("progress", Map.of("percent", percent));
        } catch (IOException e) {
            LOG.debug("Progress could not be told", e);
        }
    }

    private void fail(LakeException e) {
        try {
            reply("failed", Map.of("code", e.code().name(), "message", e.getMessage(), "hint", e.hint()));
        } catch (IOException gone) {
            LOG.debug("An error could not be told", gone);
        }
    }

    private void reply(String type, Map<String, Object> body) throws IOException {
        Map<String, Object> frame = new LinkedHashMap<>(body);
        frame.put("id", id);
        frame.put("type", type);
        channel.send(frame);
    }
}
