package io.mcpbuffet.snowflake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the tables that a query names behind FROM, JOIN and commas between them. */
final class FromClauses {
    private static final Set<String> ENDS = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "QUALIFY",
            "ORDER",
            "LIMIT",
            "FETCH",
            "OFFSET",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "MINUS",
            "SELECT",
            "START",
            "CONNECT",
            "WINDOW");

    private static final Set<String> NO_TABLES = Set.of("TABLE", "LATERAL", "VALUES", "SELECT", "WITH");

    private final List<SqlToken> tokens;
    private final List<Reference> found = new ArrayList<>();
    private final Set<String> expressions = new HashSet<>();

    private FromClauses(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /**
     * A table by name.
     *
     * @param first index of the first token of its name
     * @param last index of the last one
     * @param moved whether AT or BEFORE follows
     */
    record Reference(List<String> parts, int first, int last, boolean moved) {}

    /** In the order of the text; names of common table expressions are left out. */
    static List<Reference> in(List<SqlToken> tokens) {
        FromClauses clauses = new FromClauses(tokens);
        clauses.expressions();
        clauses.scan();
        return clauses.found;
    }

    /** Whether the FROM at an index belongs to EXTRACT, TRIM or SUBSTRING, or to IS DISTINCT FROM. */
    static boolean isOfFunction(List<SqlToken> tokens, int from) {
        if (!tokens.get(from).is("FROM")) {
            return false;
        }
        if (from > 0 && tokens.get(from - 1).is("DISTINCT")) {
            return from > 1
                    && (tokens.get(from - 2).is("IS") || tokens.get(from - 2).is("NOT"));
        }
        int depth = 0;
        for (int i = from - 1; i >= 0; i--) {
            if (tokens.get(i).isSymbol(")")) {
                depth++;
            } else if (tokens.get(i).isSymbol("(") && --depth < 0) {
                return i > 0
                        && Set.of("EXTRACT", "TRIM", "SUBSTRING", "SUBSTR", "POSITION")
                                .contains(tokens.get(i - 1).text().toUpperCase(Locale.ROOT));
            } else if (depth == 0 && tokens.get(i).is("SELECT")) {
                return false;
            }
        }
        return false;
    }

    private void expressions() {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean opens = tokens.get(i).is("WITH")
                    || tokens.get(i).is("RECURSIVE")
                    || tokens.get(i).isSymbol(",");
            if (opens && tokens.get(i + 1).isName()) {
                int at = i + 2;
                if (tokens.get(at).isSymbol("(")) {
                    at = closing(at) + 1;
                }
                if (at + 1 < tokens.size()
                        && tokens.get(at).is("AS")
                        && tokens.get(at + 1).isSymbol("(")) {
                    expressions.add(tokens.get(i + 1).stored());
                }
            }
        }
    }

    private void scan() {
        List<Boolean> inFrom = new ArrayList<>(List.of(false));
        boolean table = false;
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            int top = inFrom.size() - 1;
            if (token.isSymbol("(")) {
                inFrom.add(table);
            } else if (token.isSymbol(")")) {
                inFrom.remove(top);
                table = false;
                if (inFrom.isEmpty()) {
                    return;
                }
            } else if ((token.is("FROM") && !isOfFunction(tokens, i)) || token.is("JOIN")) {
                inFrom.set(top, true);
                table = true;
            } else if (token.isSymbol(",") && inFrom.get(top)) {
                table = true;
            } else if (token.kind() == SqlToken.Kind.WORD
                    && ENDS.contains(token.text().toUpperCase(Locale.ROOT))) {
                inFrom.set(top, false);
                table = false;
            } else if (table && token.isName()) {
                i = reference(i);
                table = false;
            } else {
                table = false;
            }
        }
    }

    /** The index of the last token of the name that begins here. */
    private int reference(int first) {
        if (NO_TABLES.contains(tokens.get(first).text().toUpperCase(Locale.ROOT))) {
            return first;
        }
        List<String> parts = new ArrayList<>(List.of(tokens.get(first).stored()));
        int last = first;
        int next = next(last);
        while (next > 0) {
            if (next - last == 3) {
                parts.add("PUBLIC");
            }
            parts.add(tokens.get(next).stored());
            last = next;
            next = next(last);
        }
        boolean called = last + 1 < tokens.size() && tokens.get(last + 1).isSymbol("(");
        boolean own = parts.size() == 1 && expressions.contains(parts.get(0));
        if (!called && !own) {
            found.add(new Reference(List.copyOf(parts), first, last, moved(last + 1)));
        }
        return last;
    }

    /** The index of the next part of a name, 0 at its end. Two dots leave the schema PUBLIC out. */
    private int next(int part) {
        int at = part + 1;
        if (!isSymbol(at, ".")) {
            return 0;
        }
        at += isSymbol(at + 1, ".") ? 2 : 1;
        return at < tokens.size() && tokens.get(at).isName() ? at : 0;
    }

    private boolean isSymbol(int at, String symbol) {
        return at < tokens.size() && tokens.get(at).isSymbol(symbol);
    }

    private boolean moved(int at) {
        boolean word = at + 1 < tokens.size()
                && (tokens.get(at).is("AT") || tokens.get(at).is("BEFORE"));
        return word && tokens.get(at + 1).isSymbol("(");
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }
}
