package io.mcpbuffet.engine.push;

import java.util.ArrayList;
import java.util.List;

/** Splits the expressions of plans into tokens, each a condition of its own where a line ends outside of quotes and brackets. */
final class TermLexer {
    private static final String OPERATORS = "<>=!~+-*/%|&^@:";

    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SYMBOL
    }

    record Token(Kind kind, String text) {
        boolean is(String symbolOrWord) {
            return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equalsIgnoreCase(symbolOrWord);
        }
    }

    private final String text;
    private int at;

    private TermLexer(String text) {
        this.text = text;
    }

    /** Conditions that stand below each other. A quote that stays open takes all of the rest. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = closing(text, i);
            } else if (c == '(' || c == ')') {
                depth += c == '(' ? 1 : -1;
            } else if (c == '\n' && depth == 0) {
                lines.add(text.substring(start, i));
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    static List<Token> tokens(String text) {
        TermLexer lexer = new TermLexer(text);
        List<Token> tokens = new ArrayList<>();
        while (lexer.skipSpace() < text.length()) {
            tokens.add(lexer.next());
        }
        return tokens;
    }

    private int skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private Token next() {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
            int start = at + 1;
            int end = closing(text, at);
            at = end + 1;
            String quote = String.valueOf(c);
            String inside = text.substring(Math.min(start, text.length()), Math.min(end, text.length()));
            return new Token(c == '"' ? Kind.QUOTED : Kind.STRING, inside.replace(quote + quote, quote));
        }
        if (Character.isDigit(c) || (c == '-' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)))) {
            return new Token(Kind.NUMBER, number());
        }
        if (Character.isLetter(c) || c == '_') {
            return new Token(Kind.WORD, run(Character::isLetterOrDigit, "_."));
        }
        if (OPERATORS.indexOf(c) >= 0) {
            return new Token(Kind.SYMBOL, run(any -> false, OPERATORS));
        }
        at++;
        return new Token(Kind.SYMBOL, String.valueOf(c));
    }

    private interface Letters {
        boolean has(char c);
    }

    private String run(Letters letters, String more) {
        int start = at;
        while (at < text.length() && (letters.has(text.charAt(at)) || more.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private String number() {
        int start = at++;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || isInNumber(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean isInNumber(int index) {
        char c = text.charAt(index);
        boolean exponent = Character.toLowerCase(text.charAt(index - 1)) == 'e';
        return c == '.' || ((c == '+' || c == '-') && exponent);
    }

    /** The index of the quote that ends what the quote at an index begins; the length where none does. */
    private static int closing(String text, int open) {
        char quote = text.charAt(open);
        int i = open + 1;
        while (i < text.length()) {
            if (text.charAt(i) == quote) {
                if (i + 1 >= text.length() || text.charAt(i + 1) != quote) {
                    return i;
                }
                i++;
            }
            i++;
        }
        return text.length();
    }
}
