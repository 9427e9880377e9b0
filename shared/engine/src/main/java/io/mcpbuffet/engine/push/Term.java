package io.mcpbuffet.engine.push;

import java.util.List;

/** An expression as DuckDB writes it in plans. */
sealed interface Term {
    /** A column, or a field of a struct column: the names below the column. */
    record Name(String column, List<String> below) implements Term {}

    /**
     * A constant.
     *
     * @param text without quotes
     * @param type as written behind it; empty for none
     */
    record Constant(String text, boolean quoted, String type) implements Term {
        boolean isNull() {
            return !quoted && text.equalsIgnoreCase("NULL");
        }
    }

    record Cast(Term value, String type) implements Term {}

    /** An operator in upper case or a function in lower case, with what it is applied to. */
    record Call(String name, List<Term> arguments) implements Term {
        boolean is(String other) {
            return name.equals(other);
        }

        Term first() {
            return arguments.get(0);
        }
    }
}
