package io.mcpbuffet.spi;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Optional;

/** The ability of a catalog that holds views as SQL text. */
public interface Views {
    /**
     * A view's SQL.
     *
     * @param dialect such as {@code spark}, {@code trino}, {@code duckdb}
     * @param root where names with a namespace begin, below the catalog; the catalog itself where empty
     * @param defaultNamespace what names without a namespace in the SQL refer to
     * @param columns the view's column names, in order; empty when they are those of the SQL
     */
    record ViewSql(
            String sql,
            String dialect,
            String defaultCatalog,
            Namespace root,
            Namespace defaultNamespace,
            List<String> columns) {
        public ViewSql(
                String sql, String dialect, String defaultCatalog, Namespace defaultNamespace, List<String> columns) {
            this(sql, dialect, defaultCatalog, Namespace.ROOT, defaultNamespace, columns);
        }
    }

    /** Empty when the name is not a view (it may be a table, or nothing). The representation nearest to {@code dialect} is taken. */
    Optional<ViewSql> view(TableRef table, String dialect);
}
