package io.mcpbuffet.router.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the name that a catalog has here out of the names of a statement, so that they are those of its server. For one statement. */
final class StatementNames {
    private static final Pattern TOKEN = Pattern.compile("(?<skipped>\\s+|--[^\\n]*|/\\*(?s:.*?)\\*/)"
            + "|(?<text>[eE]?'(?:[^'\\\\]|''|\\\\.)*'|\\$(?<tag>\\w*)\\$(?s:.*?)\\$\\k<tag>\\$)"
            + "|(?<name>\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)"
            + "|(?<other>(?s:.))");

    /** What ends the list of tables behind FROM. */
    private static final Set<String> ENDS = Set.of(
            "where",
            "group",
            "having",
            "qualify",
            "order",
            "limit",
            "offset",
            "union",
            "intersect",
            "except",
            "select",
            "window",
            "on",
            "using",
            "sample");

    private final String sql;
    private final String catalog;
    private final List<Token> tokens = new ArrayList<>();

    private record Token(String text, boolean name, int start, int end) {
        boolean is(String word) {
            return text.equalsIgnoreCase(word);
        }
    }

    private StatementNames(String sql, String catalog) {
        this.sql = sql;
        this.catalog = catalog;
        Matcher found = TOKEN.matcher(sql);
        while (found.find()) {
            if (found.group("skipped") == null) {
                tokens.add(new Token(found.group(), found.group("name") != null, found.start(), found.end()));
            }
        }
    }

    /** The statement without the catalog before the names of tables, and before those of their columns. */
    static String without(String catalog, String sql) {
        return new StatementNames(sql, catalog).written();
    }

    private String written() {
        boolean otherwise = standsAlone();
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (!begins(i)) {
                continue;
            }
            boolean table = isTable(i);
            if (table || (!otherwise && parts(i) >= 3)) {
                out.append(sql, from, tokens.get(i).start());
                from = tokens.get(i + 1).end();
            }
        }
        return out.append(sql, from, sql.length()).toString();
    }

    /** Whether something else in the statement has the name of the catalog, such as an alias. */
    private boolean standsAlone() {
        for (int i = 0; i < tokens.size(); i++) {
            boolean part = isDot(i - 1) || isDot(i + 1);
            if (names(i) && !part) {
                return true;
            }
        }
        return false;
    }

    private boolean names(int i) {
        Token token = tokens.get(i);
        return token.name()
                && token.text().replace("\"", "").toLowerCase(Locale.ROOT).equals(catalog);
    }

    private boolean begins(int i) {
        return names(i)
                && isDot(i + 1)
                && !isDot(i - 1)
                && i + 2 < tokens.size()
                && tokens.get(i + 2).name();
    }

    private boolean isDot(int i) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(".");
    }

    private int parts(int first) {
        int parts = 1;
        for (int at = first;
                isDot(at + 1) && at + 2 < tokens.size() && tokens.get(at + 2).name();
                at += 2) {
            parts++;
        }
        return parts;
    }

    /** Whether a table stands here: behind FROM or JOIN, or in the list of tables. */
    private boolean isTable(int i) {
        int depth = 0;
        for (int at = i - 1; at >= 0; at--) {
            Token token = tokens.get(at);
            if (token.is(")")) {
                depth++;
            } else if (token.is("(")) {
                depth--;
            }
            if (depth < 0) {
                // "FROM (a JOIN b)" and "FROM (a, b)" are lists of tables too.
                depth = 0;
            } else if (depth == 0 && token.name() && (token.is("from") || token.is("join"))) {
                return at == i - 1
                        || tokens.get(i - 1).is(",")
                        || tokens.get(i - 1).is("(");
            } else if (depth == 0 && token.name() && ENDS.contains(token.text().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return false;
    }
}
