package io.mcpbuffet.engine.bind;

import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.guard.SourceText.Edit;
import io.mcpbuffet.engine.guard.SqlLexer;
import io.mcpbuffet.engine.guard.Token;
import java.util.List;

/**
 * A statement made ready for the parser: a leading EXPLAIN is taken off, time travel in the words of other engines is written as AT.
 *
 * @param explain the plan is wanted, not the rows
 */
record StatementText(SourceText source, boolean explain) {
    static StatementText of(String sql) {
        List<Token> tokens = SqlLexer.tokens(sql);
        SourceText source = SourceText.of(sql);
        if (tokens.isEmpty() || !tokens.get(0).is("EXPLAIN")) {
            return new StatementText(TimeTravelText.rewrite(source), false);
        }
        int next = 1;
        if (next < tokens.size() && tokens.get(next).isSymbol('(') && isOptions(tokens)) {
            next = end(tokens, next);
        }
        if (tokens.subList(1, Math.min(next + 1, tokens.size())).stream().anyMatch(t -> t.is("ANALYZE"))) {
            throw Rule.SELECT_ONLY
                    .broken("EXPLAIN ANALYZE would run the statement")
                    .hint("Use EXPLAIN, or run the query itself");
        }
        int end = next < tokens.size() ? tokens.get(next).start() : sql.length();
        SourceText rest = source.with(List.of(new Edit(0, end, "")));
        return new StatementText(TimeTravelText.rewrite(rest), true);
    }

    /** {@code EXPLAIN (SELECT 1)} has a query in brackets, {@code EXPLAIN (FORMAT json) SELECT 1} options. */
    private static boolean isOptions(List<Token> tokens) {
        return tokens.size() > 2
                && (tokens.get(2).is("FORMAT")
                        || tokens.get(2).is("ANALYZE")
                        || tokens.get(2).is("TYPE"));
    }

    private static int end(List<Token> tokens, int open) {
        int i = open;
        while (i < tokens.size() && !tokens.get(i).isSymbol(')')) {
            i++;
        }
        return i + 1;
    }
}
