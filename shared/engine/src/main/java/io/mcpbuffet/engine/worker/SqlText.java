package io.mcpbuffet.engine.worker;

import java.util.NoSuchElementException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The characters of a statement in DuckDB's dialect that stand outside of strings, quoted names and comments. */
final class SqlText {
    private static final Pattern DOLLAR = Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$");

    private final String sql;
    private int at;

    SqlText(String sql) {
        this.sql = sql;
        skip();
    }

    boolean hasNext() {
        return at < sql.length();
    }

    char next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        char c = sql.charAt(at++);
        skip();
        return c;
    }

    private void skip() {
        int before;
        do {
            before = at;
            skipOne();
        } while (at != before);
    }

    private void skipOne() {
        if (at >= sql.length()) {
            return;
        }
        switch (sql.charAt(at)) {
            case '\'' -> at = quoted('\'', at > 0 && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E'));
            case '"' -> at = quoted('"', false);
            case '-' -> at = sql.startsWith("--", at) ? endOfLine() : at;
            case '/' -> at = sql.startsWith("/*", at) ? endOfComment() : at;
            case '$' -> at = endOfDollar();
            default -> {}
        }
    }

    private int quoted(char quote, boolean escapes) {
        for (int i = at + 1; i < sql.length(); i++) {
            if (escapes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                return i + 1;
            }
        }
        return sql.length();
    }

    private int endOfLine() {
        int end = sql.indexOf('\n', at);
        return end < 0 ? sql.length() : end;
    }

    private int endOfComment() {
        int depth = 1;
        int i = at + 2;
        while (i < sql.length() && depth > 0) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
            } else {
                i++;
            }
        }
        return i;
    }

    private int endOfDollar() {
        Matcher tag = DOLLAR.matcher(sql).region(at, sql.length());
        if (!tag.lookingAt()) {
            return at;
        }
        int end = sql.indexOf(tag.group(), tag.end());
        return end < 0 ? sql.length() : end + tag.group().length();
    }
}
