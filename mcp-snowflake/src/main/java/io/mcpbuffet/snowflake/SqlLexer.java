package io.mcpbuffet.snowflake;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a statement in Snowflake's dialect into tokens, without comments and white space: strings with backslash escapes and
 * {@code $$}, {@code //} comments, block comments that do not nest. What is not closed, and what Snowflake has no token for, is refused.
 */
final class SqlLexer {
    private final String sql;
    private final List<SqlToken> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    static List<SqlToken> tokens(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.at < sql.length()) {
            lexer.step();
        }
        return lexer.tokens;
    }

    private void step() {
        char c = sql.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000b') {
            at++;
        } else if (sql.startsWith("--", at) || sql.startsWith("//", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", at)) {
            at = closing("*/", at + 2, "A block comment") + 2;
        } else if (sql.startsWith("$$", at)) {
            add(SqlToken.Kind.STRING, closing("$$", at + 2, "A $$ string") + 2);
        } else if (c == '\'') {
            add(SqlToken.Kind.STRING, endOfString());
        } else if (c == '"') {
            add(SqlToken.Kind.QUOTED, endOfQuoted());
        } else if (isWordStart(c)) {
            add(SqlToken.Kind.WORD, endOfWord(at + 1));
        } else if (c == '$') {
            add(SqlToken.Kind.SYMBOL, endOfWord(at + 1));
        } else if (c >= '0' && c <= '9') {
            add(SqlToken.Kind.NUMBER, endOfNumber());
        } else {
            symbol(c);
        }
    }

    private void symbol(char c) {
        if (c < ' ' || c > '~') {
            throw Rule.KNOWN_SYNTAX.broken(
                    "The character U+%04X stands outside of strings and names%s".formatted((int) c, place(at)));
        }
        for (String longer : List.of("->>", "=>", "::", "||", "<=", ">=", "<>", "!=", "->")) {
            if (sql.startsWith(longer, at)) {
                add(SqlToken.Kind.SYMBOL, at + longer.length());
                return;
            }
        }
        add(SqlToken.Kind.SYMBOL, at + 1);
    }

    private void add(SqlToken.Kind kind, int end) {
        tokens.add(new SqlToken(kind, sql.substring(at, end), at, end));
        at = end;
    }

    private static boolean isWordStart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c > 0x7f && Character.isLetter(c));
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }

    private int endOfNumber() {
        int end = at;
        while (end < sql.length() && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
            boolean exponent = (sql.charAt(end) == 'e' || sql.charAt(end) == 'E')
                    && end + 1 < sql.length()
                    && (sql.charAt(end + 1) == '-' || sql.charAt(end + 1) == '+');
            end += exponent ? 2 : 1;
        }
        return end;
    }

    private int endOfString() {
        int i = at + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) == '\\') {
                i += 2;
            } else if (sql.charAt(i) != '\'') {
                i++;
            } else if (sql.startsWith("''", i)) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw open("A string", at);
    }

    private int endOfQuoted() {
        int i = at + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) != '"') {
                i++;
            } else if (sql.startsWith("\"\"", i)) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        throw open("A quoted name", at);
    }

    private int closing(String end, int from, String what) {
        int found = sql.indexOf(end, from);
        if (found < 0) {
            throw open(what, at);
        }
        return found;
    }

    private RuntimeException open(String what, int from) {
        return Rule.SYNTAX.broken(what + " is not closed" + place(from));
    }

    private String place(int index) {
        return place(sql, index);
    }

    /** " (line 2, column 5)". */
    static String place(String sql, int index) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < index; i++) {
            if (sql.charAt(i) == '\n') {
                line++;
                start = i + 1;
            }
        }
        return " (line " + line + ", column " + (sql.codePointCount(start, index) + 1) + ")";
    }
}
