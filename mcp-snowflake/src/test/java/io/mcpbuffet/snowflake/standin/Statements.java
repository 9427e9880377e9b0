package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/** Runs statements: canned ones, SHOW and DESCRIBE, and the rest with DuckDB. */
final class Statements {
    private static final long POLL_AFTER_MILLIS = 500;
    private static final Pattern AT =
            Pattern.compile("(?i)((?:\"[^\"]+\"|\\w+)\\s*)AT\\s*\\(\\s*(?:TIMESTAMP|OFFSET)\\s*=>[^()]*\\)");

    private final String base;
    private final Map<String, String> settings;
    private final DuckDBConnection duck;
    private final Objects objects;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, JsonNode> canned = new ConcurrentHashMap<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Map<String, Running> byQuery = new ConcurrentHashMap<>();
    private final Map<String, byte[]> chunks = new ConcurrentHashMap<>();
    private final Map<String, Results.Encoded> cache = new ConcurrentHashMap<>();

    /** A statement under way. */
    private static final class Running {
        private final String queryId = UUID.randomUUID().toString();
        private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        private volatile Statement statement;
        private volatile ObjectNode stopped;

        synchronized void stop(ObjectNode failure) {
            stopped = failure;
            if (statement != null) {
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    Statements(String base, Map<String, String> settings) {
        this.base = base;
        this.settings = settings;
        try {
            duck = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
            objects = new Objects(duck);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void script(String sql) {
        try (Statement statement = duck.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void can(String sql, JsonNode answer) {
        canned.put(sql, answer);
    }

    byte[] chunk(String path) {
        return chunks.get(path);
    }

    JsonNode submit(String requestId, JsonNode body, Map<String, JsonNode> session) {
        String sql = body.path("sqlText").asText();
        if (settings.containsKey("fail")) {
            String[] parts = settings.get("fail").split("\\|", 3);
            return StandInMain.failure(parts[0], parts[1], parts[2]);
        }
        Running call = new Running();
        running.put(requestId, call);
        byQuery.put(call.queryId, call);
        Map<String, JsonNode> parameters = new java.util.LinkedHashMap<>(session);
        body.path("parameters").properties().forEach(e -> parameters.put(e.getKey(), e.getValue()));
        threads.execute(() -> {
            try {
                call.answer.complete(answer(call, sql, body.path("describeOnly").asBoolean(), parameters));
            } catch (RuntimeException e) {
                e.printStackTrace();
                call.answer.completeExceptionally(e);
            } finally {
                running.remove(requestId);
            }
        });
        JsonNode timeout = parameters.get("STATEMENT_TIMEOUT_IN_SECONDS");
        if (timeout != null && timeout.asLong() > 0 && !settings.containsKey("patient")) {
            CompletableFuture.delayedExecutor(timeout.asLong(), TimeUnit.SECONDS, threads)
                    .execute(() -> call.stop(StandInMain.failure(
                            "000630",
                            "57014",
                            "Statement reached its statement or warehouse timeout of " + timeout.asLong()
                                    + " second(s) and was canceled.")));
        }
        return await(call);
    }

    JsonNode poll(String queryId) {
        return await(byQuery.get(queryId));
    }

    private static JsonNode await(Running call) {
        try {
            return call.answer.get(POLL_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            ObjectNode data = StandInMain.JSON.createObjectNode();
            data.put("getResultUrl", "/queries/" + call.queryId + "/result").put("queryId", call.queryId);
            return StandInMain.ok(data).put("code", "333333").put("message", "Query in progress");
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void abort(String requestId) {
        Running call = running.get(requestId);
        if (call != null) {
            call.stop(StandInMain.failure("000604", "57014", "SQL execution canceled"));
        }
    }

    private JsonNode answer(Running call, String sql, boolean describeOnly, Map<String, JsonNode> parameters) {
        JsonNode known = canned.get(sql);
        if (known == null && settings.containsKey("answer-all")) {
            known = canned.get("");
        }
        if (known != null) {
            return known.has("code")
                    ? known
                    : StandInMain.ok(dressed(call, (ObjectNode) known.deepCopy(), sql, parameters));
        }
        try {
            String first = sql.strip().split("\\W+", 2)[0].toUpperCase(Locale.ROOT);
            if (first.equals("SHOW") || first.startsWith("DESC")) {
                return StandInMain.ok(dressed(call, objects.answer(sql), sql, parameters));
            }
            if (first.equals("EXPLAIN")) {
                return StandInMain.ok(dressed(call, objects.explain(sql), sql, parameters));
            }
            return select(call, sql, describeOnly, parameters);
        } catch (SQLException e) {
            return call.stopped != null ? call.stopped : failure(e);
        }
    }

    private JsonNode select(Running call, String sql, boolean describeOnly, Map<String, JsonNode> parameters)
            throws SQLException {
        String text = translated(sql);
        Results.Encoded kept = cache.get(text);
        if (kept != null && !describeOnly) {
            return StandInMain.ok(dressed(call, kept.data().deepCopy(), sql, parameters));
        }
        try (Connection connection = home(duck.duplicate());
                PreparedStatement statement = connection.prepareStatement(text)) {
            synchronized (call) {
                call.statement = statement;
                if (call.stopped != null) {
                    return call.stopped;
                }
            }
            ObjectNode data = StandInMain.JSON.createObjectNode();
            if (describeOnly) {
                Results.types(statement.getMetaData(), data);
                data.putArray("rowset");
                return StandInMain.ok(dressed(call, data, sql, parameters));
            }
            JsonNode most = parameters.getOrDefault("rows_per_resultset", parameters.get("ROWS_PER_RESULTSET"));
            try (ResultSet rows = statement.executeQuery()) {
                boolean arrow = settings.containsKey("arrow");
                int inline = Integer.parseInt(settings.getOrDefault("inline-rows", "1000"));
                int perChunk = Integer.parseInt(settings.getOrDefault("chunk-rows", "20000"));
                Results.Encoded encoded = arrow
                        ? ArrowRows.encode(rows)
                        : Results.encode(
                                rows,
                                most == null ? Long.MAX_VALUE : most.asLong(),
                                inline,
                                perChunk,
                                base + "/chunks/" + call.queryId);
                encoded.chunks().forEach((url, bytes) -> chunks.put(url.substring(base.length()), bytes));
                if (settings.containsKey("cache")) {
                    cache.put(text, encoded);
                }
                return StandInMain.ok(dressed(call, encoded.data().deepCopy(), sql, parameters));
            }
        } finally {
            synchronized (call) {
                call.statement = null;
            }
        }
    }

    /** Where a session finds short names: in the schema of the setting, once there is one. */
    private Connection home(Connection connection) throws SQLException {
        if (settings.containsKey("home")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("USE " + settings.get("home"));
            }
        }
        return connection;
    }

    /** The past of a table is another table, named with _EARLIER. */
    private static String translated(String sql) {
        Matcher at = AT.matcher(sql);
        String text = at.replaceAll(m -> {
            String name = m.group(1).strip();
            String past = name.endsWith("\"") ? name.substring(0, name.length() - 1) + "_EARLIER\"" : name + "_EARLIER";
            return Matcher.quoteReplacement(past + " ");
        });
        return text.replace("TO_TIMESTAMP_TZ(", "CAST(").replace("::TIMESTAMP_LTZ", "::TIMESTAMPTZ");
    }

    private static ObjectNode dressed(Running call, ObjectNode data, String sql, Map<String, JsonNode> parameters) {
        data.put("queryId", call.queryId);
        if (!data.has("statementTypeId")) {
            data.put("statementTypeId", StatementType.of(sql));
        }
        if (!data.has("queryResultFormat")) {
            data.put("queryResultFormat", "json");
        }
        if (!data.has("total")) {
            data.put("total", data.path("rowset").size())
                    .put("returned", data.path("rowset").size());
        }
        data.put("finalDatabaseName", "SALES").put("finalSchemaName", "PUBLIC");
        data.put("finalWarehouseName", "XS").put("finalRoleName", "READER");
        data.put("numberOfBinds", 0).put("arrayBindSupported", false).put("version", 1);
        ArrayNode list = data.putArray("parameters");
        list.addObject().put("name", "CLIENT_PREFETCH_THREADS").put("value", 4);
        list.addObject().put("name", "CLIENT_RESULT_CHUNK_SIZE").put("value", 160);
        list.addObject().put("name", "CLIENT_MEMORY_LIMIT").put("value", 1536);
        parameters.forEach((name, value) -> {
            if (!name.startsWith("CLIENT_")) {
                list.addObject().put("name", name).set("value", value);
            }
        });
        return data;
    }

    private static ObjectNode failure(SQLException e) {
        String text = String.valueOf(e.getMessage());
        String line = text.split("\n", 2)[0];
        if (text.contains("Table with name") || text.contains("Schema with name") || text.contains("Catalog \"")) {
            return StandInMain.failure(
                    "002003", "42S02", "SQL compilation error:\nObject does not exist or not authorized. " + line);
        }
        if (text.contains("Binder Error")) {
            return StandInMain.failure("000904", "42000", "SQL compilation error: error line 1 at position 7\n" + line);
        }
        if (text.contains("Parser Error")) {
            return StandInMain.failure("001003", "42000", "SQL compilation error:\n" + line);
        }
        return StandInMain.failure("100038", "22018", line);
    }

    static List<String> words(String sql) {
        List<String> words = new ArrayList<>();
        Matcher m =
                Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\\w+|\\S").matcher(sql);
        while (m.find()) {
            words.add(m.group());
        }
        return words;
    }
}
