package io.mcpbuffet.engine;

import io.mcpbuffet.engine.bind.Binder;
import io.mcpbuffet.engine.guard.SqlLexer;
import io.mcpbuffet.engine.guard.Token;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import io.mcpbuffet.spi.Tables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sends a statement whose tables all live in one catalog with an engine of its own there, as it is. Safe for many threads. */
record OwnEngines(Tables tables, Binder binder) {
    /** Where a statement goes, and why. */
    record Choice(String catalog, SqlEngine engine, String reason) {}

    /** None where the statement is for the engine here. INVALID_ARGUMENT for an engine that is asked for and not there. */
    Optional<Choice> of(Query query, Duration left) {
        List<String> own = tables.catalogs().stream()
                .filter(name -> tables.dialect(name).isPresent())
                .toList();
        if (query.engine().isPresent()) {
            return asked(query.engine().get(), own);
        }
        if (own.isEmpty()) {
            return Optional.empty();
        }
        if (tables.catalogs().size() == 1) {
            return Optional.of(choice(own.get(0), "the only catalog has an engine of its own"));
        }
        return home(query.sql(), own, left)
                .filter(own::contains)
                .map(name -> choice(name, "all tables are in catalog " + name + ", which has an engine of its own"));
    }

    /** The engine whose result goes on. */
    SqlEngine engine(String catalog) {
        boolean open =
                tables.catalogs().contains(catalog) && tables.dialect(catalog).isPresent();
        if (!open) {
            throw LakeException.notFound("The engine of the result is not open to this call");
        }
        return choice(catalog, "").engine();
    }

    private Choice choice(String name, String reason) {
        Catalog catalog = tables.catalog(name);
        if (catalog instanceof SqlEngine engine) {
            return new Choice(name, engine, reason);
        }
        throw LakeException.unsupported("Catalog '" + name + "' has no engine of its own");
    }

    private Optional<Choice> asked(String engine, List<String> own) {
        if (engine.equalsIgnoreCase(FederatedEngine.NAME)) {
            return Optional.empty();
        }
        List<String> fitting = own.stream()
                .filter(name -> name.equalsIgnoreCase(engine)
                        || tables.dialect(name).orElseThrow().equalsIgnoreCase(engine))
                .toList();
        if (fitting.size() == 1) {
            return Optional.of(choice(fitting.get(0), "it was asked for"));
        }
        List<String> all = new ArrayList<>(List.of(FederatedEngine.NAME));
        all.addAll(own);
        String near = Nearest.of(engine, all)
                .map(name -> "Did you mean " + name + "? ")
                .orElse("");
        throw LakeException.invalid("There is no engine '" + engine + "'")
                .hint(near + "Engines: " + String.join(", ", all));
    }

    /** The only catalog that the statement reads from. */
    private Optional<String> home(String sql, List<String> own, Duration left) {
        try {
            Set<String> named = new LinkedHashSet<>();
            for (TableRef table : binder.tables(sql, left)) {
                named.add(table.catalog());
            }
            return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
        } catch (LakeException e) {
            if (e.code() != ErrorCode.SQL_REJECTED && e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return spelled(sql, own);
        }
    }

    /** Of a statement in another dialect than the parser's: the only catalog whose name stands before a dot. */
    private Optional<String> spelled(String sql, List<String> own) {
        Set<String> named = new LinkedHashSet<>();
        List<Token> tokens = SqlLexer.tokens(sql);
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean first = i == 0 || !tokens.get(i - 1).isSymbol('.');
            if (first && tokens.get(i + 1).isSymbol('.')) {
                String word = tokens.get(i).text().replace("\"", "");
                tables.catalogs().stream().filter(word::equalsIgnoreCase).forEach(named::add);
            }
        }
        return named.size() == 1 ? named.stream().filter(own::contains).findFirst() : Optional.empty();
    }
}
