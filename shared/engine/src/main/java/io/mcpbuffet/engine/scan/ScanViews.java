package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.engine.job.ScanRelation.ScanRecords;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the files of a scan readable as a view, in the worker. Safe for use by many threads on connections of their own. */
public final class ScanViews {
    /** Data files never change, so what is known of them outlives a query. */
    private static final PhysicalSchemas SCHEMAS = new PhysicalSchemas();

    /** What an error of the engine begins with where a statement reads a column that it cannot read. */
    public static final String UNSUPPORTED = "UNSUPPORTED: ";

    private static final Comparator<List<Integer>> BY_IDS = Comparator.comparing(List::toString);

    private ScanViews() {}

    /**
     * A relation as a query.
     *
     * @param select what the view is of
     * @param paths that it reads
     */
    public record Query(String select, List<String> paths) {
        public Query {
            paths = List.copyOf(paths);
        }
    }

    /** Creates the view, and gives the paths that queries on it read. Otherwise as {@link #query}. */
    public static List<String> create(Connection connection, ScanRelation relation) throws SQLException {
        Query query = query(connection, relation);
        create(connection, relation.view(), query);
        return query.paths();
    }

    public static void create(Connection connection, String view, Query query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW " + Sql.name(view) + " AS " + query.select());
        }
    }

    /**
     * Creates the tables of deletes that the query needs, all named with the view's name as prefix. Reads file footers and delete
     * files, so call it before external access is locked. UNAVAILABLE naming the location when a file is gone or has another length
     * than when it was fetched.
     */
    public static Query query(Connection connection, ScanRelation relation) throws SQLException {
        RecordTables.create(connection, relation.records());
        check(relation);
        if (relation.fields().isEmpty()) {
            throw LakeException.unsupported("The table has no columns, and the engine needs one");
        }
        Map<String, List<PhysicalColumn>> schemas = SCHEMAS.of(connection, keys(relation));
        NameMapping mapping = NameMapping.parse(relation.nameMapping());
        Set<String> made = relation.records().stream().map(ScanRecords::parquet).collect(Collectors.toSet());
        schemas.replaceAll((path, columns) -> made.contains(path) ? columns : mapping.apply(columns));
        EqualityTables equality = EqualityTables.create(connection, relation, schemas);
        PositionTables positions = new PositionTables(connection, relation, schemas);
        List<String> selects = new ArrayList<>();
        boolean bare = true;
        for (FileGroup group : groups(relation, schemas)) {
            String joins =
                    group.shape().positions() ? positions.create(group, relation.view() + "$p" + selects.size()) : "";
            selects.add(select(relation, group.projection(), group.source()) + joins + equality.joins(group));
            bare &= !group.hasDeletes();
        }
        if (!bare) {
            selects.add(ExpectedRows.select(relation));
        } else if (selects.isEmpty()) {
            selects.add(nothing(relation));
        }
        List<String> paths =
                new ArrayList<>(relation.files().stream().map(ScanFile::path).toList());
        if (!bare) {
            paths.add(relation.expectedRows());
        }
        return new Query(String.join(" UNION ALL ", selects), paths);
    }

    /** Throws UNAVAILABLE naming the location when a file is gone or has another length: tells why a query failed reading. */
    public static void check(ScanRelation relation) {
        relation.files().forEach(file -> check(file.path(), file.location(), file.length()));
        relation.deletes().forEach(delete -> check(delete.path(), delete.location(), delete.length()));
    }

    private static void check(String path, String location, long length) {
        if (length < 0) {
            return;
        }
        try {
            long found = Files.size(Path.of(path));
            if (found != length) {
                throw LakeException.unavailable(
                        "The file " + location + " has " + found + " bytes where it had " + length, null);
            }
        } catch (IOException e) {
            throw LakeException.unavailable("The file " + location + " is gone", e);
        }
    }

    /** No rows. */
    private static String nothing(ScanRelation relation) {
        Projection nothing = new Projection(List.of(), field -> Optional.empty());
        return select(relation, nothing, "(SELECT 0) t(c0) WHERE false");
    }

    private static String select(ScanRelation relation, Projection projection, String source) {
        List<ScanField> fields = relation.fields();
        List<String> names = ShownNames.of(fields.stream().map(ScanField::name).toList());
        List<String> columns = new ArrayList<>();
        fields.forEach(field -> columns.add(projection.field(field) + " AS " + Sql.name(names.get(columns.size()))));
        return "SELECT " + String.join(", ", columns) + " FROM " + source;
    }

    /** Paths of Parquet files with what their schemas are remembered by. */
    private static Map<String, String> keys(ScanRelation relation) {
        Map<String, String> keys = new LinkedHashMap<>();
        relation.files().forEach(file -> keys.put(file.path(), file.path() + '\0' + file.length()));
        for (ScanDelete delete : relation.deletes()) {
            if (!delete.kind().equals("vector")) {
                keys.put(delete.path(), delete.path() + '\0' + delete.length());
            }
        }
        return keys;
    }

    private static List<FileGroup> groups(ScanRelation relation, Map<String, List<PhysicalColumn>> schemas) {
        Map<FileGroup.Shape, List<ScanFile>> groups = new LinkedHashMap<>();
        for (ScanFile file : relation.files()) {
            boolean positions = false;
            Set<List<Integer>> equality = new TreeSet<>(BY_IDS);
            for (int index : file.deletes()) {
                ScanDelete delete = relation.deletes().get(index);
                if (PositionTables.byPosition(delete)) {
                    positions = true;
                } else {
                    equality.add(EqualityTables.set(delete));
                }
            }
            FileGroup.Shape shape = new FileGroup.Shape(schemas.get(file.path()), positions, equality);
            groups.computeIfAbsent(shape, any -> new ArrayList<>()).add(file);
        }
        return groups.entrySet().stream()
                .map(group -> FileGroup.of(group.getKey(), group.getValue()))
                .toList();
    }
}
