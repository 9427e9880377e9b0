package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Views.ViewSql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts the query of a view where the view is named. */
final class Views {
    private static final int MAX_DEPTH = 16;

    /** Names are meant as the user wrote them. */
    static final Home TOP = path -> List.of(path);

    private Views() {}

    /** What a name means at a place. */
    interface Home {
        /** Full names to try in turn. */
        List<List<String>> candidates(List<String> path);
    }

    /** Parses, guards and binds the text of a view. */
    interface Expansion {
        ObjectNode statement(SourceText text, Home home, List<TableRef> inside);
    }

    static void expand(
            Reference reference, TableRef view, Pins.Target target, List<TableRef> inside, Expansion expansion) {
        if (inside.contains(view)) {
            throw LakeException.unsupported("The view " + view + " refers to itself through " + inside)
                    .in(view.catalog());
        }
        if (inside.size() >= MAX_DEPTH) {
            throw LakeException.of(
                    ErrorCode.LIMIT_EXCEEDED, "Views are nested deeper than " + MAX_DEPTH + ": " + inside);
        }
        List<TableRef> chain = new ArrayList<>(inside);
        chain.add(view);
        ViewSql sql = target.view();
        substitute(reference.node(), query(view, sql, chain, expansion), sql.columns());
    }

    private static JsonNode query(TableRef view, ViewSql sql, List<TableRef> chain, Expansion expansion) {
        try {
            StatementText text = StatementText.of(sql.sql());
            return expansion.statement(text.source(), home(view, sql), chain).path("node");
        } catch (LakeException e) {
            boolean statement = e.code() == ErrorCode.SQL_REJECTED || e.code() == ErrorCode.READ_ONLY;
            if (!statement) {
                throw e;
            }
            throw LakeException.unsupported("The view " + view + ", written in the dialect " + sql.dialect()
                            + ", cannot be read by this engine: " + e.getMessage())
                    .hint("Query the tables behind it; describe shows its text")
                    .in(view.catalog());
        }
    }

    /**
     * Names without a namespace are of the view's default namespace, and those without a catalog of its default catalog; where that is
     * the name that another engine has for the view's own catalog, of its own.
     */
    private static Home home(TableRef view, ViewSql sql) {
        return path -> {
            Set<List<String>> candidates = new LinkedHashSet<>();
            for (String catalog : List.of(sql.defaultCatalog(), view.catalog())) {
                List<String> full = new ArrayList<>(List.of(catalog));
                if (path.size() == 1) {
                    full.addAll(sql.defaultNamespace().levels());
                } else if (catalog.equals(view.catalog())) {
                    full.addAll(sql.root().levels());
                }
                full.addAll(path);
                candidates.add(full);
            }
            if (path.size() > 1) {
                candidates.add(path);
            }
            return List.copyOf(candidates);
        };
    }

    private static void substitute(ObjectNode table, JsonNode query, List<String> columns) {
        String alias = table.path("alias").asText("");
        List<String> names = new ArrayList<>(Trees.texts(table.path("column_name_alias")));
        if (names.size() < columns.size()) {
            names.addAll(columns.subList(names.size(), columns.size()));
        }
        JsonNode sample = table.path("sample").deepCopy();
        table.removeAll();
        table.put("type", "SUBQUERY").put("alias", alias.isEmpty() ? "view" : alias);
        if (sample.isObject()) {
            table.set("sample", sample);
        } else {
            table.putNull("sample");
        }
        ObjectNode subquery = table.putObject("subquery");
        subquery.set("node", query);
        subquery.putArray("named_param_map");
        ArrayNode aliases = table.putArray("column_name_alias");
        names.forEach(aliases::add);
    }

    static String dialect(ViewSql sql) {
        return sql.dialect().toLowerCase(Locale.ROOT);
    }
}
