package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/**
 * SHOW, DESCRIBE and EXPLAIN over what DuckDB has. A comment of DuckDB that is a JSON object says what DuckDB cannot: {@code kind}, {@code
 * flags}, {@code cluster_by}, {@code retention}, {@code bytes}, {@code type} of a column, and the {@code comment} itself.
 */
final class Objects {
    private final DuckDBConnection duck;

    Objects(DuckDBConnection duck) {
        this.duck = duck;
    }

    /** A parsed SHOW. */
    private record Show(String what, Optional<Pattern> like, List<String> in, int limit, String from) {
        static Show parse(String sql) {
            List<String> words = Statements.words(sql);
            int at = 1;
            StringBuilder what = new StringBuilder();
            while (at < words.size()
                    && !List.of("LIKE", "IN", "LIMIT").contains(words.get(at).toUpperCase(Locale.ROOT))) {
                what.append(what.isEmpty() ? "" : " ").append(words.get(at++).toUpperCase(Locale.ROOT));
            }
            Optional<Pattern> like = Optional.empty();
            List<String> in = List.of();
            int limit = 10_000;
            String from = "";
            while (at < words.size()) {
                switch (words.get(at).toUpperCase(Locale.ROOT)) {
                    case "LIKE" -> like = Optional.of(like(string(words.get(at + 1))));
                    case "IN" -> in = names(words, at + 2);
                    case "LIMIT" -> limit = Integer.parseInt(words.get(at + 1));
                    case "FROM" -> from = string(words.get(at + 1));
                    default -> {
                        // a part of a name
                    }
                }
                at++;
            }
            return new Show(what.toString(), like, in, limit, from);
        }

        private static String string(String literal) {
            return literal.substring(1, literal.length() - 1).replace("''", "'").replace("\\\\", "\\");
        }

        private static Pattern like(String text) {
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    regex.append(Pattern.quote(String.valueOf(text.charAt(++i))));
                } else {
                    regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
                }
            }
            return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNICODE_CASE);
        }

        /** Rows after the first whose name begins with the text. */
        List<Map<String, String>> page(List<Map<String, String>> all) {
            List<Map<String, String>> fitting = all.stream()
                    .filter(row -> like.isEmpty()
                            || like.get().matcher(row.get("name")).matches())
                    .toList();
            int start = 0;
            if (!from.isEmpty()) {
                while (start < fitting.size() && !fitting.get(start).get("name").startsWith(from)) {
                    start++;
                }
                start++;
            }
            return fitting.subList(
                    Math.min(start, fitting.size()), (int) Math.min(fitting.size(), (long) start + limit));
        }
    }

    static List<String> names(List<String> words, int from) {
        List<String> names = new ArrayList<>();
        int at = from;
        while (at < words.size()) {
            String word = words.get(at);
            names.add(
                    word.startsWith("\"")
                            ? word.substring(1, word.length() - 1).replace("\"\"", "\"")
                            : word.toUpperCase(Locale.ROOT));
            if (at + 1 >= words.size() || !words.get(at + 1).equals(".")) {
                return names;
            }
            at += 2;
        }
        return names;
    }

    ObjectNode answer(String sql) throws SQLException {
        if (!sql.strip().toUpperCase(Locale.ROOT).startsWith("SHOW")) {
            return describe(names(Statements.words(sql), 2));
        }
        Show show = Show.parse(sql);
        List<Map<String, String>> rows =
                switch (show.what()) {
                    case "DATABASES" -> databases();
                    case "SCHEMAS" -> schemas(show.in());
                    case "OBJECTS", "TABLES" -> objects(show.in(), List.of("is_hybrid", "is_dynamic", "is_iceberg"));
                    case "VIEWS" ->
                        objects(show.in(), List.of("is_secure", "is_materialized")).stream()
                                .filter(row -> row.get("kind").contains("VIEW"))
                                .toList();
                    case "PRIMARY KEYS" -> keys(show.in());
                    case "IMPORTED KEYS" -> importedKeys(show.in());
                    case "WAREHOUSES" ->
                        List.of(Map.of("name", "XS", "state", "SUSPENDED", "size", "X-Small", "auto_suspend", "60"));
                    default -> List.of();
                };
        return table(show.what().endsWith("KEYS") ? rows : show.page(rows));
    }

    private List<Map<String, String>> databases() throws SQLException {
        return query(
                "SELECT database_name AS name, '' AS comment FROM duckdb_databases() WHERE NOT internal AND database_name <>"
                        + " 'memory' ORDER BY 1");
    }

    private List<Map<String, String>> schemas(List<String> in) throws SQLException {
        known("SELECT 1 FROM duckdb_databases() WHERE database_name = ?", in.get(0));
        return query(
                "SELECT schema_name AS name, comment FROM duckdb_schemas() WHERE database_name = ? AND schema_name NOT IN"
                        + " ('pg_catalog', 'information_schema', 'main') ORDER BY 1",
                in.get(0));
    }

    private void known(String sql, String... parameters) throws SQLException {
        if (query(sql, parameters).isEmpty()) {
            throw new SQLException("Catalog \"" + parameters[0] + "\" does not exist");
        }
    }

    private List<Map<String, String>> objects(List<String> in, List<String> flags) throws SQLException {
        known(
                "SELECT 1 FROM duckdb_schemas() WHERE database_name = ? AND schema_name = ?",
                in.get(0),
                in.size() > 1 ? in.get(1) : "");
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> row : query(
                "SELECT table_name AS name, 'TABLE' AS kind, comment, estimated_size::VARCHAR AS rows FROM duckdb_tables() WHERE"
                        + " database_name = ? AND schema_name = ? UNION ALL SELECT view_name, 'VIEW', comment, NULL FROM"
                        + " duckdb_views() WHERE database_name = ? AND schema_name = ? ORDER BY 1",
                in.get(0),
                in.get(1),
                in.get(0),
                in.get(1))) {
            if (row.get("name").endsWith("_EARLIER")) {
                continue;
            }
            JsonNode more = more(row.get("comment"));
            Map<String, String> out = new LinkedHashMap<>();
            out.put("created_on", "1700000000.000000000");
            out.put("name", row.get("name"));
            out.put("database_name", in.get(0));
            out.put("schema_name", in.get(1));
            out.put("kind", more.path("kind").asText(row.get("kind")));
            out.put("comment", more.path("comment").asText(""));
            out.put("cluster_by", more.path("cluster_by").asText(""));
            out.put("rows", row.get("rows"));
            out.put(
                    "bytes",
                    row.get("kind").equals("VIEW") ? null : more.path("bytes").asText("1024"));
            out.put("owner", "SYSADMIN");
            out.put("retention_time", more.path("retention").asText("1"));
            for (String flag : flags) {
                out.put(flag, more.path("flags").asText("").contains(flag.substring(3)) ? "Y" : "N");
            }
            rows.add(out);
        }
        return rows;
    }

    private List<Map<String, String>> keys(List<String> table) throws SQLException {
        return query(
                "SELECT table_name, unnest(constraint_column_names) AS column_name, generate_subscripts("
                        + "constraint_column_names, 1)::VARCHAR AS key_sequence FROM duckdb_constraints() WHERE constraint_type ="
                        + " 'PRIMARY KEY' AND database_name = ? AND schema_name = ? AND table_name = ?",
                table.get(0),
                table.get(1),
                table.get(2));
    }

    private List<Map<String, String>> importedKeys(List<String> table) throws SQLException {
        return query(
                "SELECT database_name AS pk_database_name, schema_name AS pk_schema_name, referenced_table AS pk_table_name,"
                        + " unnest(referenced_column_names) AS pk_column_name, unnest(constraint_column_names) AS fk_column_name,"
                        + " generate_subscripts(constraint_column_names, 1)::VARCHAR AS key_sequence, constraint_name AS fk_name"
                        + " FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' AND database_name = ? AND schema_name"
                        + " = ? AND table_name = ?",
                table.get(0),
                table.get(1),
                table.get(2));
    }

    private ObjectNode describe(List<String> table) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> row : query(
                "SELECT column_name AS name, data_type, is_nullable::VARCHAR AS nullable, comment FROM duckdb_columns() WHERE"
                        + " database_name = ? AND schema_name = ? AND table_name = ? ORDER BY column_index",
                table.get(0),
                table.get(1),
                table.get(2))) {
            JsonNode more = more(row.get("comment"));
            Map<String, String> out = new LinkedHashMap<>();
            out.put("name", row.get("name"));
            out.put("type", more.path("type").asText(type(row.get("data_type"))));
            out.put("kind", "COLUMN");
            out.put("null?", row.get("nullable").equals("true") ? "Y" : "N");
            out.put("default", null);
            out.put("primary key", "N");
            out.put("unique key", "N");
            out.put("comment", more.path("comment").asText(null));
            rows.add(out);
        }
        if (rows.isEmpty()) {
            throw new SQLException("Table with name " + table + " does not exist");
        }
        return table(rows);
    }

    private static String type(String duck) {
        return switch (duck) {
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT" -> "NUMBER(38,0)";
            case "DOUBLE", "FLOAT" -> "FLOAT";
            case "VARCHAR" -> "VARCHAR(16777216)";
            case "BLOB" -> "BINARY(8388608)";
            case "TIMESTAMP" -> "TIMESTAMP_NTZ(9)";
            case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMP_LTZ(9)";
            case "TIME" -> "TIME(9)";
            case "JSON" -> "VARIANT";
            default -> duck.replace("DECIMAL", "NUMBER");
        };
    }

    /** The objects of a plan are all tables that the text names. */
    ObjectNode explain(String sql) throws SQLException {
        ObjectNode plan = StandInMain.JSON.createObjectNode();
        plan.putObject("GlobalStats")
                .put("partitionsTotal", 40)
                .put("partitionsAssigned", 4)
                .put("bytesAssigned", 65536);
        ArrayNode operations = plan.putArray("Operations").addArray();
        operations.addObject().put("id", 0).put("operation", "Result");
        operations
                .addObject()
                .put("id", 1)
                .put("parent", 0)
                .put("operation", "TableScan")
                .put("partitionsTotal", 40)
                .put("partitionsAssigned", 4)
                .put("bytesAssigned", 65536)
                .putArray("objects")
                .add("SALES.PUBLIC.ORDERS");
        return table(List.of(Map.of("content", plan.toString())));
    }

    private static JsonNode more(String comment) {
        try {
            if (comment != null && comment.startsWith("{")) {
                return StandInMain.JSON.readTree(comment);
            }
            ObjectNode more = StandInMain.JSON.createObjectNode();
            return comment == null ? more : more.put("comment", comment);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Map<String, String>> query(String sql, String... parameters) throws SQLException {
        try (Connection connection = duck.duplicate();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Map<String, String>> out = new ArrayList<>();
                while (rows.next()) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
                    }
                    out.add(row);
                }
                return out;
            }
        }
    }

    private static ObjectNode table(List<Map<String, String>> rows) {
        ObjectNode data = StandInMain.JSON.createObjectNode();
        ArrayNode types = data.putArray("rowtype");
        ArrayNode rowset = data.putArray("rowset");
        List<String> names =
                rows.isEmpty() ? List.of("name") : List.copyOf(rows.get(0).keySet());
        names.forEach(name -> types.addObject()
                .put("name", name)
                .put("type", "text")
                .put("length", 16777216)
                .put("byteLength", 16777216)
                .put("nullable", true));
        for (Map<String, String> row : rows) {
            ArrayNode cells = rowset.addArray();
            row.values().forEach(cells::add);
        }
        return data;
    }
}
