package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Tables of the rows deleted by position, of position delete files and deletion vectors alike: (file_index, pos). */
record PositionTables(Connection connection, ScanRelation relation, Map<String, List<PhysicalColumn>> schemas) {
    private static final ScanField FILE_PATH =
            new ScanField(2147483546, "file_path", "VARCHAR", "scalar", "NULL", List.of());
    private static final ScanField POS = new ScanField(2147483545, "pos", "BIGINT", "scalar", "NULL", List.of());

    static boolean byPosition(ScanDelete delete) {
        return !delete.kind().equals("equality");
    }

    /** Creates the table of a group; gives the join that applies it. */
    String create(FileGroup group, String name) throws SQLException {
        String table = Sql.name(name);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + "(file_index UBIGINT, pos BIGINT)");
            vectors(group, name);
            String applies = name + "$applies";
            statement.execute("CREATE TABLE " + Sql.name(applies)
                    + "(source INTEGER, delete_index UBIGINT, location VARCHAR, file_index UBIGINT)");
            List<DeleteSource> sources = DeleteSource.of(relation.deletes(), files(group), schemas);
            pairs(group, sources, applies);
            for (int i = 0; i < sources.size(); i++) {
                DeleteSource source = sources.get(i);
                statement.execute(
                        "INSERT INTO " + table + " SELECT a.file_index, d.pos FROM (SELECT t.file_index AS i, "
                                + column(source, FILE_PATH) + " AS file_path, " + column(source, POS) + " AS pos FROM "
                                + source.table() + ") d JOIN " + Sql.name(applies) + " a ON a.source = " + i
                                + " AND a.delete_index = d.i AND a.location = d.file_path");
            }
            statement.execute("DROP TABLE " + Sql.name(applies));
        }
        return " ANTI JOIN " + table + " p ON t.file_index = p.file_index AND t.file_row_number = p.pos";
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

    private Set<Integer> files(FileGroup group) {
        Set<Integer> files = new LinkedHashSet<>();
        for (ScanFile file : group.files()) {
            file.deletes().stream()
                    .filter(index -> relation.deletes().get(index).kind().equals("position"))
                    .forEach(files::add);
        }
        return files;
    }

    private void pairs(FileGroup group, List<DeleteSource> sources, String table) throws SQLException {
        try (DuckDBAppender rows = appender(table)) {
            for (int i = 0; i < sources.size(); i++) {
                List<Integer> indexes = sources.get(i).indexes();
                Map<Integer, Integer> places = new HashMap<>();
                indexes.forEach(index -> places.put(index, places.size()));
                for (int file = 0; file < group.files().size(); file++) {
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

    private void vectors(FileGroup group, String table) throws SQLException {
        Map<String, LongBuffer> read = new HashMap<>();
        try (DuckDBAppender rows = appender(table)) {
            for (int file = 0; file < group.files().size(); file++) {
                for (int index : group.files().get(file).deletes()) {
                    ScanDelete delete = relation.deletes().get(index);
                    if (delete.kind().equals("vector")) {
                        append(rows, file, delete, read);
                    }
                }
            }
        }
    }

    private static void append(DuckDBAppender rows, long file, ScanDelete vector, Map<String, LongBuffer> read)
            throws SQLException {
        LongBuffer positions = read.get(vector.path());
        if (positions == null) {
            try {
                positions = ScanFiles.read(Path.of(vector.path()));
            } catch (IOException e) {
                throw LakeException.unavailable("The deletion vector in " + vector.location() + " is gone", e);
            }
            read.put(vector.path(), positions);
        }
        for (int i = 0; i < vector.count(); i++) {
            rows.beginRow()
                    .append(file)
                    .append(positions.get(vector.first() + i))
                    .endRow();
        }
    }

    private DuckDBAppender appender(String table) throws SQLException {
        return connection.unwrap(DuckDBConnection.class).createAppender(DuckDBConnection.DEFAULT_SCHEMA, table);
    }
}
