package io.mcpbuffet.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Glue holds, and its operations on it. Names are folded to lower case, listings come in pages that are empty now and then, and
 * a stale version is refused. Safe for use by many threads.
 */
final class GlueStore {
    static final String ACCOUNT = "111122223333";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Map<String, Database>> catalogs = new TreeMap<>();
    private final List<ObjectNode> inside = new ArrayList<>();
    private int pageSize = 2;
    private Endless endless = Endless.NO;

    /** Listings that do not end. */
    enum Endless {
        NO,
        SAME_TOKEN,
        NEW_TOKENS
    }

    private static final class Database {
        private final ObjectNode json;
        private final Map<String, Table> tables = new TreeMap<>();

        private Database(ObjectNode json) {
            this.json = json;
        }
    }

    private static final class Table {
        private ObjectNode json;
        private final List<ObjectNode> versions = new ArrayList<>();
        private final List<ObjectNode> partitions = new ArrayList<>();
        private final Map<String, ObjectNode> statistics = new LinkedHashMap<>();
    }

    /** An error of the service. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String type;

        Refused(String type, String message) {
            super(message);
            this.type = type;
        }

        String type() {
            return type;
        }
    }

    GlueStore() {
        catalogs.put(ACCOUNT, new TreeMap<>());
    }

    /** Items of a page; 0 for as many as are asked for. */
    synchronized void pages(int size) {
        pageSize = size;
    }

    synchronized void endless(Endless how) {
        endless = how;
    }

    /** A catalog inside the Data Catalog, such as {@code s3tablescatalog/bucket}. */
    synchronized void catalog(String path) {
        String id = ACCOUNT + ":" + path;
        catalogs.put(id, new TreeMap<>());
        inside.add(JSON.createObjectNode()
                .put("CatalogId", id)
                .put("Name", path.substring(path.lastIndexOf('/') + 1))
                .put("ResourceArn", "arn:aws:glue:eu-central-1:" + ACCOUNT + ":catalog/" + path));
    }

    /** Another account's Data Catalog. */
    synchronized void account(String id) {
        catalogs.put(id, new TreeMap<>());
    }

    /** A description as {@code CreateTable} takes it, straight into the store. */
    synchronized void put(String catalog, String database, String table) {
        ObjectNode request = JSON.createObjectNode().put("CatalogId", catalog).put("DatabaseName", database);
        request.set("TableInput", tree(table));
        createTable(request);
    }

    /** Another description of a table of the account. */
    synchronized void change(String database, String table) {
        ObjectNode request = JSON.createObjectNode().put("DatabaseName", database);
        request.set("TableInput", tree(table));
        updateTable(request);
    }

    synchronized void database(String catalog, String database) {
        ObjectNode request = JSON.createObjectNode().put("CatalogId", catalog);
        request.set("DatabaseInput", tree(database));
        createDatabase(request);
    }

    synchronized void partition(String database, String table, String json) {
        table(ACCOUNT, database, table).partitions.add((ObjectNode) tree(json));
    }

    synchronized void statistics(String database, String table, String column, String json) {
        table(ACCOUNT, database, table).statistics.put(column, (ObjectNode) tree(json));
    }

    synchronized void registered(String database, String table) {
        table(ACCOUNT, database, table).json.put("IsRegisteredWithLakeFormation", true);
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (java.io.IOException e) {
            throw new AssertionError(json, e);
        }
    }

    synchronized JsonNode answer(String operation, JsonNode request) {
        return switch (operation) {
            case "GetCatalogs" -> page("CatalogList", inside, request);
            case "GetDatabases" ->
                page(
                        "DatabaseList",
                        databases(request).values().stream().map(d -> d.json).toList(),
                        request);
            case "GetDatabase" -> wrapped("Database", database(request, "Name").json);
            case "CreateDatabase" -> createDatabase(request);
            case "GetTables" ->
                page(
                        "TableList",
                        database(request, "DatabaseName").tables.values().stream()
                                .map(t -> t.json)
                                .toList(),
                        request);
            case "GetTable" -> wrapped("Table", table(request, "Name").json);
            case "CreateTable" -> createTable(request);
            case "UpdateTable" -> updateTable(request);
            case "DeleteTable" -> {
                table(request, "Name");
                database(request, "DatabaseName").tables.remove(folded(request.path("Name")));
                yield JSON.createObjectNode();
            }
            case "GetTableVersions" -> page("TableVersions", versions(table(request, "TableName")), request);
            case "GetPartitions" ->
                page(
                        "Partitions",
                        GluePartitions.matching(
                                table(request, "TableName").json, table(request, "TableName").partitions, request),
                        request);
            case "GetColumnStatisticsForTable" -> statistics(table(request, "TableName"), request);
            default -> throw new Refused("UnknownOperationException", "No " + operation + " here");
        };
    }

    private Map<String, Database> databases(JsonNode request) {
        String catalog = request.path("CatalogId").asText(ACCOUNT);
        Map<String, Database> found = catalogs.get(catalog.isEmpty() ? ACCOUNT : catalog);
        if (found == null) {
            throw new Refused("EntityNotFoundException", "Catalog " + catalog + " not found.");
        }
        return found;
    }

    private Database database(JsonNode request, String key) {
        String name = folded(request.path(key));
        Database found = databases(request).get(name);
        if (found == null) {
            throw new Refused("EntityNotFoundException", "Database " + name + " not found.");
        }
        return found;
    }

    private Table table(JsonNode request, String key) {
        Table found = database(request, "DatabaseName").tables.get(folded(request.path(key)));
        if (found == null) {
            throw new Refused("EntityNotFoundException", "Table not found.");
        }
        return found;
    }

    private Table table(String catalog, String database, String table) {
        return catalogs.get(catalog).get(database).tables.get(table);
    }

    /** Glue takes names of 1 to 255 characters in one line. */
    private static String folded(JsonNode name) {
        String text = name.asText();
        boolean single = text.chars().allMatch(c -> c >= ' ' || c == '\t');
        if (text.isEmpty() || text.length() > 255 || !single) {
            throw new Refused(
                    "InvalidInputException", "1 validation error detected: Value failed to satisfy constraint");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private JsonNode createDatabase(JsonNode request) {
        ObjectNode json = ((ObjectNode) request.path("DatabaseInput")).deepCopy();
        String name = folded(json.path("Name"));
        if (databases(request).putIfAbsent(name, new Database(json.put("Name", name))) != null) {
            throw new Refused("AlreadyExistsException", "Database already exists.");
        }
        return JSON.createObjectNode();
    }

    private JsonNode createTable(JsonNode request) {
        Database database = database(request, "DatabaseName");
        ObjectNode input = (ObjectNode) request.path("TableInput");
        String name = folded(input.path("Name"));
        if (database.tables.containsKey(name)) {
            throw new Refused("AlreadyExistsException", "Table already exists.");
        }
        Table table = new Table();
        table.json = state(input, name, request, 0);
        database.tables.put(name, table);
        return JSON.createObjectNode();
    }

    private JsonNode updateTable(JsonNode request) {
        ObjectNode input = (ObjectNode) request.path("TableInput");
        Table table = database(request, "DatabaseName").tables.get(folded(input.path("Name")));
        String version = table.json.path("VersionId").asText();
        String expected = request.path("VersionId").asText(version);
        if (!expected.equals(version)) {
            throw new Refused(
                    "ConcurrentModificationException", "Update table failed due to concurrent modifications.");
        }
        table.versions.add(0, table.json);
        table.json = state(input, folded(input.path("Name")), request, Integer.parseInt(version) + 1);
        return JSON.createObjectNode();
    }

    private static ObjectNode state(ObjectNode input, String name, JsonNode request, int version) {
        return input.deepCopy()
                .put("Name", name)
                .put("DatabaseName", folded(request.path("DatabaseName")))
                .put("CatalogId", request.path("CatalogId").asText(ACCOUNT))
                .put("CreateTime", 1764000000.5)
                .put("UpdateTime", 1764000000.5 + version)
                .put("VersionId", Integer.toString(version));
    }

    private static List<ObjectNode> versions(Table table) {
        List<ObjectNode> states = new ArrayList<>(List.of(table.json));
        states.addAll(table.versions);
        return states.stream()
                .map(state -> {
                    ObjectNode version = JSON.createObjectNode();
                    version.set("Table", state);
                    return version.put("VersionId", state.path("VersionId").asText());
                })
                .toList();
    }

    private static JsonNode statistics(Table table, JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("ColumnStatisticsList");
        for (JsonNode column : request.path("ColumnNames")) {
            ObjectNode data = table.statistics.get(column.asText());
            if (data != null) {
                ObjectNode one =
                        list.addObject().put("ColumnName", column.asText()).put("ColumnType", "any");
                one.put("AnalyzedTime", 1764000000).set("StatisticsData", data);
            }
        }
        answer.putArray("Errors");
        return answer;
    }

    private static JsonNode wrapped(String key, JsonNode value) {
        ObjectNode answer = JSON.createObjectNode();
        answer.set(key, value);
        return answer;
    }

    /** A token is an offset, and {@code e} before it for a page that is empty. */
    private JsonNode page(String key, Collection<ObjectNode> all, JsonNode request) {
        String token = request.path("NextToken").asText("");
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray(key);
        if (endless != Endless.NO) {
            return answer.put("NextToken", endless == Endless.SAME_TOKEN ? "again" : token + "x");
        }
        boolean empty = token.startsWith("e");
        int from = token.isEmpty() ? 0 : Integer.parseInt(empty ? token.substring(1) : token);
        if (empty) {
            return answer.put("NextToken", Integer.toString(from));
        }
        int asked = request.path("MaxResults").asInt(100);
        int to = Math.min(all.size(), from + (pageSize == 0 ? asked : Math.min(asked, pageSize)));
        List.copyOf(all).subList(Math.min(from, to), to).forEach(items::add);
        return to < all.size() ? answer.put("NextToken", (pageSize == 0 ? "" : "e") + to) : answer;
    }
}
