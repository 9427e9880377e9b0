package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.text.SqlMask;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.nio.charset.StandardCharsets;

/** Bounds on a statement's text, checked before any parser sees it. */
final class StatementBounds {
    static final int MAX_BYTES = 100_000;
    static final int MAX_NESTING = 100;

    private StatementBounds() {}

    static void check(String sql) {
        if (sql.length() > MAX_BYTES || sql.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw LakeException.of(ErrorCode.LIMIT_EXCEEDED, "The statement is longer than " + MAX_BYTES + " bytes")
                    .hint("Join with a table or a VALUES list of fewer values, or split the question");
        }
        int nul = sql.indexOf('\0');
        if (nul >= 0) {
            throw LakeException.of(ErrorCode.SQL_REJECTED, "The statement has a NUL character at offset " + nul)
                    .hint("Remove it");
        }
        String masked = SqlMask.of(sql);
        if (nesting(masked) > MAX_NESTING) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED, "The statement is nested deeper than " + MAX_NESTING + " levels")
                    .hint("Use common table expressions instead of nested subqueries");
        }
        if (nameParts(masked) > MAX_NESTING) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED, "A name in the statement has more than " + MAX_NESTING + " parts")
                    .hint("Name tables as catalog.namespace.table");
        }
    }

    /** How deep brackets go, outside of strings and comments. */
    private static int nesting(String masked) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < masked.length(); i++) {
            char c = masked.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                deepest = Math.max(deepest, ++depth);
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
        }
        return deepest;
    }

    /** The most parts of a name such as {@code a.b.c}: the time to parse one grows with their square, beyond any interrupt. */
    private static int nameParts(String masked) {
        int dots = 0;
        int most = 0;
        char previous = ' ';
        for (int i = 0; i < masked.length(); i++) {
            char c = masked.charAt(i);
            if (Character.isWhitespace(c)) {
                continue;
            }
            boolean wordAfterWord =
                    c != '.' && previous != '.' && i > 0 && Character.isWhitespace(masked.charAt(i - 1));
            if (wordAfterWord || !(c == '.' || c == '"' || Character.isUnicodeIdentifierPart(c))) {
                dots = 0;
            }
            if (c == '.') {
                most = Math.max(most, ++dots);
            }
            previous = c;
        }
        return most + 1;
    }
}
