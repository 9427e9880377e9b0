package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    private Statement running;
    private boolean cancelled;

    WorkerCall(long id, JsonNode message, DuckDb duckDb, FrameChannel channel) {
        this.id = id;
        this.message = message;
        this.duckDb = duckDb;
        this.channel = channel;
    }

    @SuppressWarnings("checkstyle:IllegalCatch") // every call is answered, whatever happens
    void run() {
        try {
            answer();
        } catch (SQLException e) {
            fail(DuckDbErrors.translate(e));
        } catch (LakeException e) {
            fail(e);
        } catch (Throwable e) {
            LOG.error("A call failed in the worker", e);
            fail(LakeException.of(ErrorCode.INTERNAL, "The engine failed", e));
        }
    }

    synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException e) {
                LOG.debug("A statement could not be cancelled", e);
            }
        }
    }

    private void answer() throws SQLException, IOException {
        switch (message.get("op").asText()) {
            case "parse" -> parse();
            case "run" -> runJob(FrameChannel.JSON.treeToValue(message.get("job"), Job.class));
            case "rows" -> rows();
            default -> throw new IllegalArgumentException("Unknown operation");
        }
    }

    private void parse() throws SQLException, IOException {
        try (Connection connection = duckDb.parserConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, message.get("sql").asText());
            begin(statement);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                reply("done", Map.of("tree", rows.getString(1)));
            }
        }
    }

    private void rows() throws SQLException, IOException {
        List<String> files = FrameChannel.JSON.convertValue(message.get("files"), Sandbox.STRINGS);
        try (Sandbox sandbox = new Sandbox(duckDb, message.get("memory").asLong(), spillTo(), this::begin)) {
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
                begin(statement);
                try (ResultSet rows = statement.executeQuery()) {
                    ResultReader reader = new ResultReader(rows, rows.getMetaData(), Integer.MAX_VALUE);
                    reply("done", Map.of("columns", reader.columns(), "rows", reader.rest()));
                }
            }
        }
    }

    private void runJob(Job job) throws SQLException, IOException {
        try (Sandbox sandbox = new Sandbox(duckDb, message.get("memory").asLong(), spillTo(), this::begin)) {
            sandbox.open(job.relations());
            String sql = sandbox.text(job.tree());
            if (job.explain()) {
                reply("done", Map.of("columns", List.of(), "rows", sandbox.explain(sql)));
                return;
            }
            try (PreparedStatement original = sandbox.connection().prepareStatement(sql);
                    Statement statement = sandbox.connection().createStatement()) {
                begin(statement);
                try (ProgressReporter progress =
                        new ProgressReporter((DuckDBPreparedStatement) statement, this::progress)) {
                    SpoolLimits keep = FrameChannel.JSON.treeToValue(message.get("spool"), SpoolLimits.class);
                    ResultSet rows = statement.executeQuery(
                            "SELECT * FROM (\n" + sql + "\n) LIMIT " + (Math.max(keep.rows(), job.maxRows()) + 1));
                    progress.close();
                    deliver(new ResultReader(rows, original.getMetaData(), ResultReader.MAX_CELL), job, keep);
                }
            }
        }
    }

    private void deliver(ResultReader reader, Job job, SpoolLimits keep) throws SQLException, IOException {
        List<List<Object>> first = reader.page(job.maxRows(), job.maxBytes());
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("columns", reader.columns());
        page.put("rows", first);
        page.put("more", reader.hasMore());
        page.put("warnings", reader.warnings());
        reply("page", page);
        boolean complete = true;
        if (reader.hasMore()) {
            complete = SpoolWriter.write(reader, keep);
        }
        reply("done", Map.of("complete", complete));
    }

    private Optional<Path> spillTo() {
        return Optional.ofNullable(message.get("spill")).map(node -> Path.of(node.asText()));
    }

    private synchronized void begin(Statement statement) throws SQLException {
        running = statement;
        if (cancelled) {
            throw new SQLException("INTERRUPT Error: Interrupted!");
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
