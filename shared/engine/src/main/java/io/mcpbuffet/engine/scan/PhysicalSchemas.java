package io.mcpbuffet.engine.scan;

import io.mcpbuffet.error.LakeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas of Parquet files from their footers, remembered by path and length since data files never change. Thread-safe. */
final class PhysicalSchemas {
    private static final int REMEMBERED = 20_000;
    private static final int BATCH = 1000;

    private final Map<String, List<PhysicalColumn>> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<PhysicalColumn>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Top-level columns by path; {@code keys} tells what path and content a schema is remembered under. */
    Map<String, List<PhysicalColumn>> of(Connection connection, Map<String, String> keys) throws SQLException {
        Map<String, List<PhysicalColumn>> found = new HashMap<>();
        List<String> missing = new ArrayList<>();
        synchronized (remembered) {
            keys.forEach((path, key) -> {
                List<PhysicalColumn> columns = remembered.get(key);
                if (columns == null) {
                    missing.add(path);
                } else {
                    found.put(path, columns);
                }
            });
        }
        for (int from = 0; from < missing.size(); from += BATCH) {
            found.putAll(read(connection, missing.subList(from, Math.min(from + BATCH, missing.size()))));
        }
        synchronized (remembered) {
            missing.forEach(path -> remembered.put(keys.get(path), found.get(path)));
        }
        return found;
    }

    private static Map<String, List<PhysicalColumn>> read(Connection connection, Collection<String> paths)
            throws SQLException {
        Map<String, Deque<Node>> nodes = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT file_name, name, coalesce(field_id, -1), coalesce(num_children, 0), duckdb_type,"
                                + " repetition_type, coalesce(converted_type, ''), coalesce(logical_type, ''), type"
                                + " FROM parquet_schema(" + Sql.texts(paths) + ") ORDER BY file_name, column_id")) {
            while (rows.next()) {
                nodes.computeIfAbsent(rows.getString(1), path -> new ArrayDeque<>())
                        .add(new Node(
                                rows.getString(2),
                                rows.getInt(3),
                                rows.getInt(4),
                                rows.getString(5),
                                "REPEATED".equals(rows.getString(6)),
                                rows.getString(7),
                                rows.getString(8),
                                rows.getString(9) != null));
            }
        }
        Map<String, List<PhysicalColumn>> columns = new HashMap<>();
        nodes.forEach((path, rest) -> columns.put(path, root(path, rest)));
        return columns;
    }

    private static List<PhysicalColumn> root(String path, Deque<Node> rest) {
        Node root = rest.remove();
        return new Tree(path, rest).columns(root.children());
    }

    /** A row of {@code parquet_schema}. */
    private record Node(
            String name,
            int id,
            int children,
            String type,
            boolean repeated,
            String converted,
            String logical,
            boolean leaf) {
        boolean isList() {
            return converted.equals("LIST") || logical.startsWith("ListType");
        }

        boolean isVariant() {
            return "VARIANT".equals(type);
        }

        boolean isMap() {
            return converted.startsWith("MAP") || logical.startsWith("MapType");
        }
    }

    /** Folds the rows, parents first, into columns. */
    private record Tree(String path, Deque<Node> rest) {
        List<PhysicalColumn> columns(int count) {
            List<PhysicalColumn> columns = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                columns.add(column(rest.remove()));
            }
            return List.copyOf(columns);
        }

        private PhysicalColumn column(Node node) {
            if (node.repeated()) {
                throw LakeException.unsupported("The column " + node.name() + " of the file " + path
                        + " is repeated outside a list, which the engine cannot read");
            }
            return body(node);
        }

        private PhysicalColumn body(Node node) {
            if (node.leaf()) {
                return new PhysicalColumn(node.name(), node.id(), node.type(), "scalar", List.of());
            }
            if (node.isVariant()) {
                columns(node.children());
                return new PhysicalColumn(node.name(), node.id(), node.type(), "scalar", List.of());
            }
            if (node.isList() && node.children() == 1) {
                return new PhysicalColumn(node.name(), node.id(), "", "list", List.of(element(node, rest.remove())));
            }
            if (node.isMap() && node.children() == 1) {
                List<PhysicalColumn> entry = columns(rest.remove().children());
                return new PhysicalColumn(node.name(), node.id(), "", "map", entry);
            }
            return new PhysicalColumn(node.name(), node.id(), "", "struct", columns(node.children()));
        }

        /** Old writers leave out one of the two levels below a list; the rules are those of the Parquet format. */
        private PhysicalColumn element(Node list, Node repeated) {
            boolean wrapped = !repeated.leaf()
                    && repeated.children() == 1
                    && !repeated.name().equals("array")
                    && !repeated.name().equals(list.name() + "_tuple");
            return wrapped ? column(rest.remove()) : body(repeated);
        }
    }
}
