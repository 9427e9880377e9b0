package io.mcpbuffet.snowflake;

/**
 * A token of a statement.
 *
 * @param start index of the first character
 * @param end index after the last character
 */
record SqlToken(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        NUMBER,
        SYMBOL
    }

    /** Whether it is this keyword, in any case. */
    boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** The name as Snowflake stores it: upper case unless it is quoted. */
    String stored() {
        return kind == Kind.QUOTED
                ? text.substring(1, text.length() - 1).replace("\"\"", "\"")
                : text.toUpperCase(java.util.Locale.ROOT);
    }
}
