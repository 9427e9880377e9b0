package io.mcpbuffet.engine.guard;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;

/** Why a statement is refused. The names appear in messages. */
public enum Rule {
    SYNTAX("Mend the statement; the dialect is DuckDB's"),
    ONE_STATEMENT("Send one statement per call"),
    SELECT_ONLY("Only SELECT, FROM, VALUES, TABLE, PIVOT, DESCRIBE, SUMMARIZE, SHOW TABLES and EXPLAIN can be run"),
    NO_WRITES("The tables can only be read; write a SELECT"),
    TABLE_FUNCTIONS(
            "Name a table of the catalogs in FROM; range, generate_series, unnest, json_each and json_tree are allowed"),
    FUNCTIONS(
            "Use another function; those that reach settings, files, secrets, sequences or the engine's state are not allowed"),
    NO_FILES("Name a table of the catalogs; list_tables shows them"),
    NO_PARAMETERS("Write the values into the statement"),
    KNOWN_SYNTAX("Write the statement without this construct"),
    TABLE_COUNT("Use fewer tables in one statement");

    private final String advice;

    Rule(String advice) {
        this.advice = advice;
    }

    /** The name in messages. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** One sentence on what to do. */
    public String advice() {
        return advice;
    }

    /** The failure of a statement that breaks the rule. */
    public LakeException broken(String what) {
        ErrorCode code =
                switch (this) {
                    case NO_WRITES -> ErrorCode.READ_ONLY;
                    case TABLE_COUNT -> ErrorCode.LIMIT_EXCEEDED;
                    default -> ErrorCode.SQL_REJECTED;
                };
        return LakeException.of(code, what + " [rule " + word() + "]").hint(advice);
    }
}
