package io.mcpbuffet.engine.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a statement in DuckDB's dialect into tokens, without comments and white space. What it gives only steers rewriting and
 * messages: whether a statement may run is decided on the tree of the engine's own parser.
 */
public final class SqlLexer {
    private static final Pattern DOLLAR = Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][A-Za-z0-9_\\x80-\\uffff]*)?\\$");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d_]*(\\.\\d*)?([eE][+-]?\\d+)?");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SqlLexer(String sql) {
        this.sql = sql;
    }

    public static List<Token> tokens(String sql) {
        SqlLexer lexer = new SqlLexer(sql);
        while (lexer.at < sql.length()) {
            lexer.step();
        }
        return lexer.tokens;
    }

    private void step() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff') {
            at++;
        } else if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", at)) {
            at = endOfComment();
        } else if (c == '\'' || ((c == 'e' || c == 'E') && sql.startsWith("'", at + 1))) {
            add(Token.Kind.STRING, quoted(c == '\'' ? at : at + 1, '\'', c != '\''));
        } else if (c == '"') {
            add(Token.Kind.QUOTED, quoted(at, '"', false));
        } else if (c == '$' && endOfDollar() > at) {
            add(Token.Kind.STRING, endOfDollar());
        } else if (isWordStart(c)) {
            add(Token.Kind.WORD, endOfWord());
        } else if (c >= '0' && c <= '9') {
            add(Token.Kind.NUMBER, endOfNumber());
        } else {
            add(Token.Kind.SYMBOL, at + 1);
        }
    }

    private void add(Token.Kind kind, int end) {
        tokens.add(new Token(kind, sql.substring(at, end), at, end));
        at = end;
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_' || c >= 0x80;
    }

    private int endOfWord() {
        int end = at;
        while (end < sql.length() && isWordPart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWordPart(char c) {
        boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
        return !space && (isWordStart(c) || (c >= '0' && c <= '9') || c == '$');
    }

    private int endOfNumber() {
        Matcher number = NUMBER.matcher(sql).region(at, sql.length());
        return number.lookingAt() ? number.end() : at + 1;
    }

    private int quoted(int open, char quote, boolean escapes) {
        int i = open + 1;
        while (i < sql.length()) {
            if (escapes && sql.charAt(i) == '\\') {
                i += 2;
            } else if (sql.charAt(i) != quote) {
                i++;
            } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                i += 2;
            } else {
                return i + 1;
            }
        }
        return sql.length();
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
        return Math.min(i, sql.length());
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
