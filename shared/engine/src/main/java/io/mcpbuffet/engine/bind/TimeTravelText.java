package io.mcpbuffet.engine.bind;

import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.guard.SourceText.Edit;
import io.mcpbuffet.engine.guard.SqlLexer;
import io.mcpbuffet.engine.guard.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes {@code t FOR VERSION AS OF 1 AS x} as {@code t AS x AT (VERSION => 1)}, likewise for TIMESTAMP, SYSTEM_VERSION and
 * SYSTEM_TIME; and an alias behind {@code AT (...)} before it, where the engine's parser wants it.
 */
final class TimeTravelText {
    /** What may follow a table reference, and so is no alias. */
    private static final Set<String> FOLLOWERS = Set.of(
            "WHERE",
            "JOIN",
            "ON",
            "USING",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "NATURAL",
            "ASOF",
            "POSITIONAL",
            "SEMI",
            "ANTI",
            "WINDOW",
            "QUALIFY",
            "TABLESAMPLE",
            "SELECT",
            "PIVOT",
            "UNPIVOT",
            "FOR",
            "AT",
            "FETCH",
            "LATERAL",
            "BY",
            "INTO",
            "OUTER",
            "IN");

    private final List<Token> tokens;
    private final SourceText source;
    private final List<Edit> edits = new ArrayList<>();

    private TimeTravelText(SourceText source) {
        this.source = source;
        this.tokens = SqlLexer.tokens(source.text());
    }

    static SourceText rewrite(SourceText source) {
        TimeTravelText text = new TimeTravelText(source);
        int at = 0;
        while (at < text.tokens.size()) {
            at = text.step(at);
        }
        return source.with(text.edits);
    }

    private int step(int at) {
        if (is(at, "FOR") && is(at + 2, "AS") && is(at + 3, "OF") && unit(at + 1) != null) {
            int end = endOfValue(at + 4);
            return end == at + 4 ? at + 1 : replace(at, at + 4, end, unit(at + 1));
        }
        if (is(at, "AT") && isSymbol(at + 1, '(') && (is(at + 2, "VERSION") || is(at + 2, "TIMESTAMP"))) {
            int end = closing(at + 1) + 1;
            return endOfAlias(end) > end ? move(at, end) : end;
        }
        return at + 1;
    }

    private String unit(int at) {
        if (at >= tokens.size()) {
            return null;
        }
        return switch (tokens.get(at).text().toUpperCase(Locale.ROOT)) {
            case "VERSION", "SYSTEM_VERSION" -> "VERSION";
            case "TIMESTAMP", "SYSTEM_TIME" -> "TIMESTAMP";
            default -> null;
        };
    }

    private int replace(int start, int valueStart, int valueEnd, String unit) {
        int end = endOfAlias(valueEnd);
        String value = text(valueStart, valueEnd);
        String alias = end > valueEnd ? text(valueEnd, end) + " " : "";
        edit(start, end, alias + "AT (" + unit + " => " + value + ")");
        return end;
    }

    private int move(int start, int aliasStart) {
        int end = endOfAlias(aliasStart);
        edit(start, end, text(aliasStart, end) + " " + text(start, aliasStart));
        return end;
    }

    private void edit(int from, int to, String replacement) {
        edits.add(new Edit(tokens.get(from).start(), tokens.get(to - 1).end(), replacement));
    }

    private String text(int from, int to) {
        return source.text()
                .substring(tokens.get(from).start(), tokens.get(to - 1).end());
    }

    /** A literal, perhaps behind a type or in a call, perhaps with an interval added: the tokens up to what ends a table reference. */
    private int endOfValue(int from) {
        int at = endOfOperand(from);
        while (at < tokens.size() && (isSymbol(at, '-') || isSymbol(at, '+'))) {
            at = endOfOperand(at + 1);
        }
        return at;
    }

    private int endOfOperand(int from) {
        if (isSymbol(from, '(')) {
            return closing(from) + 1;
        }
        if (isKind(from, Token.Kind.STRING) || isKind(from, Token.Kind.NUMBER)) {
            return from + 1;
        }
        if (is(from, "INTERVAL")) {
            boolean unit = isKind(from + 2, Token.Kind.WORD) && !is(from + 2, "AS") && !follows(from + 2);
            return unit ? from + 3 : from + 2;
        }
        if (!isKind(from, Token.Kind.WORD)) {
            return from;
        }
        if (isSymbol(from + 1, '(')) {
            return closing(from + 1) + 1;
        }
        return isKind(from + 1, Token.Kind.STRING) ? from + 2 : from + 1;
    }

    private int endOfAlias(int from) {
        int at = is(from, "AS") ? from + 1 : from;
        boolean quoted = isKind(at, Token.Kind.QUOTED);
        boolean word = isKind(at, Token.Kind.WORD) && !follows(at);
        if (!quoted && !word) {
            return from;
        }
        return isSymbol(at + 1, '(') ? closing(at + 1) + 1 : at + 1;
    }

    private boolean follows(int at) {
        return FOLLOWERS.contains(tokens.get(at).text().toUpperCase(Locale.ROOT));
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (isSymbol(i, '(')) {
                depth++;
            } else if (isSymbol(i, ')') && --depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private boolean is(int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    private boolean isSymbol(int at, char symbol) {
        return at < tokens.size() && tokens.get(at).isSymbol(symbol);
    }

    private boolean isKind(int at, Token.Kind kind) {
        return at < tokens.size() && tokens.get(at).kind() == kind;
    }
}
