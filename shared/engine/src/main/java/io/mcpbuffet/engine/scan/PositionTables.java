package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Tables of the rows deleted by position, of position delete files and deletion vectors alike: (file_index, pos). */
record PositionTables(Connection connection, ScanRelation relation, Map<String, List<PhysicalColumn>> schemas) {
    private static final ScanField FILE_PATH =
            new ScanField(2147483546, "file_path", "VARCHAR", "scalar", "NULL", List.of());
    private static final ScanField POS = new ScanField(2147483545, "pos", "BIGINT", "scalar", "NULL", List.of());

    private static final KnownPositions KNOWN = new KnownPositions();

    static boolean byPosition(ScanDelete delete) {
        return !delete.kind().equals("equality");
    }

    /** Creates the table of a group; gives the join that applies it. */
    String create(FileGroup group, String name) throws SQLException {
        String table = Sql.name(name);
        String lists = name + "$lists";
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + "(file_index UBIGINT, pos BIGINT)");
            statement.execute("CREATE TABLE " + Sql.name(lists) + "(file_index UBIGINT, pos BIGINT[])");
            Map<Integer, String> unknown = known(group, lists);
            if (!unknown.isEmpty()) {
                read(statement, group, name, unknown.keySet());
                remember(statement, table, unknown);
            }
            vectors(group, lists);
            statement.execute("INSERT INTO " + table + " SELECT file_index, unnest(pos) FROM " + Sql.name(lists));
            statement.execute("DROP TABLE " + Sql.name(lists));
        }
        return " ANTI JOIN " + table + " p ON t.file_index = p.file_index AND t.file_row_number = p.pos";
    }

    /** Takes the positions that were read before; gives the places of files whose are to be read, with what they are known by then. */
    private Map<Integer, String> known(FileGroup group, String lists) throws SQLException {
        Map<Integer, String> unknown = new LinkedHashMap<>();
        try (DuckDBAppender rows = appender(lists)) {
            for (int file = 0; file < group.files().size(); file++) {
                List<ScanDelete> deletes = group.files().get(file).deletes().stream()
                        .map(relation.deletes()::get)
                        .filter(delete -> delete.kind().equals("position"))
                        .toList();
                if (!deletes.isEmpty()) {
                    String key = KnownPositions.key(group.files().get(file), deletes);
                    Optional<long[]> positions = KNOWN.find(key);
                    if (positions.isPresent()) {
                        append(rows, file, positions.get());
                    } else {
                        unknown.put(file, key);
                    }
                }
            }
        }
        return unknown;
    }

    private void read(Statement statement, FileGroup group, String name, Set<Integer> files) throws SQLException {
        String applies = name + "$applies";
        statement.execute("CREATE TABLE " + Sql.name(applies)
                + "(source INTEGER, delete_index UBIGINT, location VARCHAR, file_index UBIGINT)");
        List<DeleteSource> sources = DeleteSource.of(relation.deletes(), deletes(group, files), schemas);
        pairs(group, files, sources, applies);
        for (int i = 0; i < sources.size(); i++) {
            DeleteSource source = sources.get(i);
            statement.execute(
                    "INSERT INTO " + Sql.name(name) + " SELECT a.file_index, d.pos FROM (SELECT t.file_index AS i, "
                            + column(source, FILE_PATH) + " AS file_path, " + column(source, POS) + " AS pos FROM "
                            + source.table() + ") d JOIN " + Sql.name(applies) + " a ON a.source = " + i
                            + " AND a.delete_index = d.i AND a.location = d.file_path");
        }
        statement.execute("DROP TABLE " + Sql.name(applies));
    }

    private static void remember(Statement statement, String table, Map<Integer, String> files) throws SQLException {
        try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
            count.next();
            if (count.getLong(1) > KnownPositions.MOST) {
                return;
            }
        }
        Map<Integer, LongStream.Builder> read = new HashMap<>();
        files.keySet().forEach(file -> read.put(file, LongStream.builder()));
        try (ResultSet rows = statement.executeQuery("SELECT file_index, pos FROM " + table)) {
            while (rows.next()) {
                read.get(rows.getInt(1)).add(rows.getLong(2));
            }
        }
        files.forEach((file, key) -> KNOWN.keep(key, read.get(file).build().toArray()));
    }

    /** The reserved field ids where they are written, the reserved names otherwise. */
    private static String column(DeleteSource source, ScanField field) {
        List<PhysicalColumn> columns = source.columns();
        if (PhysicalColumn.byId(columns, field.id()).isPresent()) {
            return source.projection().field(field);
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(field.name())) {
                return Sql.cast("t.c" + i, field.type());
            }
        }
        throw LakeException.unsupported("A position delete file has no column " + field.name() + ": "
                + source.paths().get(0));
    }

    private Set<Integer> deletes(FileGroup group, Set<Integer> files) {
        Set<Integer> deletes = new LinkedHashSet<>();
        for (int file : files) {
            group.files().get(file).deletes().stream()
                    .filter(index -> relation.deletes().get(index).kind().equals("position"))
                    .forEach(deletes::add);
        }
        return deletes;
    }

    private void pairs(FileGroup group, Set<Integer> files, List<DeleteSource> sources, String table)
            throws SQLException {
        try (DuckDBAppender rows = appender(table)) {
            for (int i = 0; i < sources.size(); i++) {
                List<Integer> indexes = sources.get(i).indexes();
                Map<Integer, Integer> places = new HashMap<>();
                indexes.forEach(index -> places.put(index, places.size()));
                for (int file : files) {
                    for (int delete : group.files().get(file).deletes()) {
                        if (places.containsKey(delete)) {
                            rows.beginRow()
                                    .append(i)
                                    .append((long) places.get(delete))
                                    .append(group.files().get(file).location())
                                    .append((long) file)
                                    .endRow();
                        }
                    }
                }
            }
        }
    }

    private void vectors(FileGroup group, String lists) throws SQLException {
        Map<String, LongBuffer> read = new HashMap<>();
        try (DuckDBAppender rows = appender(lists)) {
            for (int file = 0; file < group.files().size(); file++) {
                for (int index : group.files().get(file).deletes()) {
                    ScanDelete delete = relation.deletes().get(index);
                    if (delete.kind().equals("vector")) {
                        append(rows, file, positions(delete, read));
                    }
                }
            }
        }
    }

    private static long[] positions(ScanDelete vector, Map<String, LongBuffer> read) {
        LongBuffer all = read.get(vector.path());
        if (all == null) {
            try {
                all = ScanFiles.read(Path.of(vector.path()));
            } catch (IOException e) {
                throw LakeException.unavailable("The deletion vector in " + vector.location() + " is gone", e);
            }
            read.put(vector.path(), all);
        }
        long[] positions = new long[vector.count()];
        all.get(vector.first(), positions);
        return positions;
    }

    /** A list at a time is four times as fast as a row at a time. */
    private static void append(DuckDBAppender rows, long file, long[] positions) throws SQLException {
        rows.beginRow().append(file).append(positions).endRow();
    }

    private DuckDBAppender appender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
    }
}
