package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Rows;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.LocalSql;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.Versions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The tables and views of one DuckDB database file, which the engine worker attaches read-only. Safe for use by many threads. */
final class DuckDbCatalog implements Catalog, LocalTables, Versions {
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** A write in the same millisecond and to the same size leaves no trace, so nothing is believed for longer. */
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final String COLUMNS =
            """
            SELECT c.column_name, c.data_type, c.is_nullable, c.comment,
                   coalesce(list_position(k.constraint_column_names, c.column_name), 0)
            FROM duckdb_columns() c
            LEFT JOIN (SELECT schema_name, table_name, constraint_column_names FROM duckdb_constraints()
                       WHERE database_name = 'db' AND constraint_type = 'PRIMARY KEY') k USING (schema_name, table_name)
            WHERE c.database_name = 'db' AND c.schema_name = ? AND c.table_name = ?
            ORDER BY c.column_index
            """;

    private static final String VIEW =
            "SELECT sql FROM duckdb_views() WHERE database_name = 'db' AND schema_name = ? AND view_name = ?";

    private final String name;
    private final DatabaseFile file;
    private final NameFilter filter;
    private final LocalSql sql;
    private volatile DatabaseContent known;

    DuckDbCatalog(String name, DatabaseFile file, NameFilter filter, LocalSql sql) {
        this.name = name;
        this.file = file;
        this.filter = filter;
        this.sql = sql;
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        if (parent.isEmpty() || parent.get().isRoot()) {
            return page.slice(content().namespaces());
        }
        schema(parent.get());
        return Page.last(List.of());
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return page.slice(content().tables(schema(namespace)));
    }

    private String schema(Namespace namespace) {
        DatabaseContent content = content();
        return content.schema(namespace)
                .orElseThrow(() -> LakeException.notFound("Catalog " + name + " has no namespace '" + namespace + "'")
                        .hint("Its namespaces are "
                                + String.join(", ", content.schemas().keySet())));
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        DatabaseContent content = content();
        DatabaseContent.Entry entry = entry(content, table);
        if (!(asOf instanceof AsOf.Latest)) {
            throw LakeException.unsupported(
                            entry.line().table() + " has no snapshots: a DuckDB file keeps no past states")
                    .hint("Leave as_of out");
        }
        return content.details().computeIfAbsent(entry.line().table(), ref -> describe(entry));
    }

    @Override
    public Optional<String> version(TableRef table) {
        return Optional.of(entry(content(), table).version());
    }

    @Override
    public Source source(TableRef table) {
        TableRef found = entry(content(), table).line().table();
        return new Attached(file.path(), found.namespace().levels().get(0), found.name());
    }

    @Override
    public Optional<String> viewText(TableRef table) {
        TableEntry line = entry(content(), table).line();
        if (line.kind() != TableKind.VIEW) {
            return Optional.empty();
        }
        String schema = line.table().namespace().levels().get(0);
        return rows(VIEW, List.of(schema, line.table().name())).rows().stream()
                .findFirst()
                .map(row -> String.valueOf(row.get(0)));
    }

    private static DatabaseContent.Entry entry(DatabaseContent content, TableRef table) {
        return content.table(table.namespace(), table.name()).orElseThrow(() -> {
            List<String> near = Nearest.among(table.toString(), content.names(), 3);
            String hint = near.isEmpty() ? "Call list_tables" : "Did you mean " + String.join(" or ", near) + "?";
            return LakeException.notFound("There is no table " + table).hint(hint);
        });
    }

    private TableInfo describe(DatabaseContent.Entry entry) {
        TableEntry line = entry.line();
        record Key(long position, String column) {}
        List<Field> columns = new ArrayList<>();
        List<Key> keys = new ArrayList<>();
        String schema = line.table().namespace().levels().get(0);
        for (List<Object> row :
                rows(COLUMNS, List.of(schema, line.table().name())).rows()) {
            String column = (String) row.get(0);
            long position = ((Number) row.get(4)).longValue();
            columns.add(new Field(
                    OptionalInt.empty(),
                    column,
                    DuckDbTypes.parse((String) row.get(1)),
                    Boolean.FALSE.equals(row.get(2)),
                    Optional.ofNullable((String) row.get(3)),
                    Optional.empty()));
            if (position > 0) {
                keys.add(new Key(position, column));
            }
        }
        keys.sort(Comparator.comparingLong(Key::position));
        return new TableInfo(
                line.table(),
                line.kind(),
                line.format(),
                Optional.of(file.path().toString()),
                line.comment(),
                columns,
                List.of(),
                List.of(),
                keys.stream().map(Key::column).toList(),
                entry.rows(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                line.kind() == TableKind.VIEW ? List.of() : List.of("row_count is DuckDB's estimate"));
    }

    /** Read again when the file has changed; one thread reads, the others wait for it. */
    private DatabaseContent content() {
        file.check();
        DatabaseContent fresh = freshContent();
        if (fresh != null) {
            return fresh;
        }
        synchronized (this) {
            fresh = freshContent();
            if (fresh == null) {
                DatabaseFile.Stamp stamp = file.stamp();
                fresh = DatabaseContent.of(
                        name, stamp, System.nanoTime(), rows(DatabaseContent.SQL, List.of()), filter);
                known = fresh;
            }
            return fresh;
        }
    }

    private DatabaseContent freshContent() {
        DatabaseContent content = known;
        return content != null
                        && System.nanoTime() - content.readAt() < MAX_AGE_NANOS
                        && content.stamp().equals(file.stamp())
                ? content
                : null;
    }

    private Rows rows(String statement, List<Object> parameters) {
        try {
            return sql.rows(Optional.of(file.path()), List.of(), statement, parameters, TIMEOUT);
        } catch (LakeException e) {
            throw DuckDbErrors.translate(e, file.path());
        }
    }

    @Override
    public void ping() {
        file.check();
        rows("SELECT 1", List.of());
    }

    @Override
    public void close() {
        known = null;
    }
}
