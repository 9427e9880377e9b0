package io.mcpbuffet.engine.text;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A statement in DuckDB's dialect with strings, quoted names and comments blanked, every other character at its place. */
public final class SqlMask {
    private static final Pattern DOLLAR = Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$");

    private final String sql;
    private final char[] masked;
    private int at;

    private SqlMask(String sql) {
        this.sql = sql;
        this.masked = sql.toCharArray();
    }

    /** Strings become spaces within their quotes, which stay; comments become spaces; quoted names become {@code "xxx"}. */
    public static String of(String sql) {
        return new SqlMask(sql).mask();
    }

    private String mask() {
        while (at < sql.length()) {
            int end = endOfToken();
            if (end == at) {
                at++;
            } else {
                blank(end);
                at = end;
            }
        }
        return new String(masked);
    }

    private void blank(int end) {
        char first = sql.charAt(at);
        if (first == '\'' || first == '$') {
            Arrays.fill(masked, at, end, ' ');
            masked[at] = '\'';
            masked[end - 1] = '\'';
        } else if (first == '"') {
            Arrays.fill(masked, Math.min(at + 1, end), Math.max(at + 1, end - 1), 'x');
        } else {
            Arrays.fill(masked, at, end, ' ');
        }
    }

    /** Where the string, name or comment that starts here ends; here when none starts. */
    private int endOfToken() {
        return switch (sql.charAt(at)) {
            case '\'' -> endOfQuoted('\'', escapes());
            case '"' -> endOfQuoted('"', false);
            case '-' -> sql.startsWith("--", at) ? endOfLine() : at;
            case '/' -> sql.startsWith("/*", at) ? endOfComment() : at;
            case '$' -> endOfDollar();
            default -> at;
        };
    }

    /** E'...' has backslash escapes. */
    private boolean escapes() {
        boolean e = at > 0 && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E');
        return e && (at == 1 || !Character.isUnicodeIdentifierPart(sql.charAt(at - 2)));
    }

    private int endOfQuoted(char quote, boolean escapes) {
        for (int i = at + 1; i < sql.length(); i++) {
            if (escapes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                if (!sql.startsWith(String.valueOf(quote), i + 1)) {
                    return i + 1;
                }
                i++;
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
