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
        if (nesting(sql) > MAX_NESTING) {
            throw LakeException.of(
                            ErrorCode.LIMIT_EXCEEDED, "The statement is nested deeper than " + MAX_NESTING + " levels")
                    .hint("Use common table expressions instead of nested subqueries");
        }
    }

    /** How deep brackets go, outside of strings and comments. */
    private static int nesting(String sql) {
        int depth = 0;
        int deepest = 0;
        String masked = SqlMask.of(sql);
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
}
