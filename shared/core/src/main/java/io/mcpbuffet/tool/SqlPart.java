package io.mcpbuffet.tool;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;

/**
 * Looks at a piece of SQL that goes into a statement of ours: quotes, comments and parentheses have to end inside of it. The engine's
 * guard is the judge of the whole statement; this only keeps a piece in its place and gives the clearer message.
 */
final class SqlPart {
    private final String name;
    private final String text;
    private int at;
    private int depth;

    private SqlPart(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** The text itself; SQL_REJECTED when it does not end where it should. */
    static String check(String name, String text) {
        SqlPart part = new SqlPart(name, text);
        while (part.at < text.length()) {
            part.step();
        }
        if (part.depth != 0) {
            throw part.rejected("has an opening parenthesis without its closing one");
        }
        return text;
    }

    private void step() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            past(String.valueOf(c), at + 1, "has an open quote");
        } else if (text.startsWith("--", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end + 1;
        } else if (text.startsWith("/*", at)) {
            past("*/", at + 2, "has an open comment");
        } else if (c == '$' && dollarTag() > 0) {
            String tag = text.substring(at, dollarTag());
            past(tag, at + tag.length(), "has an open quote");
        } else {
            count(c);
            at++;
        }
    }

    private void count(char c) {
        if (c == ';') {
            throw rejected("has a semicolon");
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0) {
            throw rejected("has a closing parenthesis without its opening one");
        }
    }

    private void past(String end, int from, String problem) {
        int found = text.indexOf(end, from);
        if (found < 0) {
            throw rejected(problem);
        }
        at = found + end.length();
    }

    /** Behind the opening {@code $$} or {@code $tag$} here; -1 for a dollar sign of another meaning. */
    private int dollarTag() {
        int end = at + 1;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        boolean parameter = end > at + 1 && Character.isDigit(text.charAt(at + 1));
        return end < text.length() && text.charAt(end) == '$' && !parameter ? end + 1 : -1;
    }

    private LakeException rejected(String problem) {
        return LakeException.of(ErrorCode.SQL_REJECTED, "The argument '" + name + "' " + problem)
                .hint("Give one SQL expression, or use query with a whole statement");
    }
}
