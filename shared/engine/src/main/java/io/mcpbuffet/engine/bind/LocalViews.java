package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.guard.SqlLexer;
import io.mcpbuffet.engine.guard.Token;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds views that the worker resolves by itself against what is open to who asks: one that reads a table which is not open to him, or
 * whose tables cannot be told, is not open either. Safe for many threads.
 */
final class LocalViews {
    private static final int MAX_DEPTH = 16;

    private final Worker worker;
    private final Tables tables;
    private final TableLookup lookup;

    LocalViews(Worker worker, Tables tables, TableLookup lookup) {
        this.worker = worker;
        this.tables = tables;
        this.lookup = lookup;
    }

    /** PERMISSION_DENIED where the view is not open. Nothing for a table, or where everything is open. */
    void check(TableRef table, Duration timeout) {
        if (!tables.whole()) {
            check(table, table, 0, timeout);
        }
    }

    private void check(TableRef asked, TableRef table, int depth, Duration timeout) {
        Optional<String> text =
                lookup.catalog(table) instanceof LocalTables local ? local.viewText(table) : Optional.empty();
        if (text.isEmpty()) {
            return;
        }
        if (depth > MAX_DEPTH) {
            throw refused(asked);
        }
        for (Reference reference : references(asked, text.get(), timeout)) {
            check(asked, resolve(asked, table, reference.path()), depth + 1, timeout);
        }
    }

    private List<Reference> references(TableRef asked, String create, Duration timeout) {
        SourceText source = SourceText.of(query(create));
        JsonNode document = worker.parse(source.text(), timeout);
        if (!(document.path("statements").path(0) instanceof ObjectNode statement)) {
            throw refused(asked);
        }
        return TableNames.in(statement, source, new FreshNames(source.text()));
    }

    /** What follows the first AS outside of brackets. */
    private static String query(String create) {
        int depth = 0;
        for (Token token : SqlLexer.tokens(create)) {
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            if (depth == 0 && token.is("AS")) {
                return create.substring(token.end());
            }
        }
        return create;
    }

    /** A name of three parts begins with what the file was called when the view was made. */
    private TableRef resolve(TableRef asked, TableRef view, List<String> path) {
        List<String> full = new ArrayList<>(List.of(view.catalog()));
        if (path.size() == 1) {
            full.addAll(view.namespace().levels());
        }
        full.addAll(path.size() > 2 ? path.subList(path.size() - 2, path.size()) : path);
        try {
            return lookup.resolve(List.of(full), "");
        } catch (LakeException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.UNAVAILABLE) {
                throw e;
            }
            throw refused(asked);
        }
    }

    private static LakeException refused(TableRef view) {
        return LakeException.of(
                        ErrorCode.PERMISSION_DENIED, "The view " + view + " reads a table that is not open to you")
                .hint("list_tables shows what is")
                .in(view.catalog());
    }
}
