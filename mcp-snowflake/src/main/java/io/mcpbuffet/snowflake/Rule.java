package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.util.Locale;

/** Why a statement is refused. The names appear in messages. */
enum Rule {
    SYNTAX("Mend the statement; the dialect is Snowflake's"),
    ONE_STATEMENT("Send one statement per call, without ->>"),
    SELECT_ONLY("Only SELECT, WITH, SHOW, DESCRIBE and EXPLAIN can be run"),
    NO_WRITES("The tables can only be read; write a SELECT"),
    TABLE_FUNCTIONS("In TABLE(...) only GENERATOR, FLATTEN, SPLIT_TO_TABLE and STRTOK_SPLIT_TO_TABLE are allowed"),
    FUNCTIONS(
            "Use another function; those that reach the system, stages, sequences, or results and queries of others are not allowed"),
    NO_STAGES("Name a table or view in FROM; list_tables shows them"),
    NO_VARIABLES("Write the values into the statement"),
    HIDDEN("The configuration of this server hides it; list_tables shows what can be read"),
    SIZE("Send a shorter or flatter statement"),
    KNOWN_SYNTAX("Write the statement without this construct"),
    SERVER_VERDICT("Snowflake itself says that the statement is no query");

    private final String advice;

    Rule(String advice) {
        this.advice = advice;
    }

    /** The failure of a statement that breaks the rule. */
    LakeException broken(String what) {
        ErrorCode code =
                switch (this) {
                    case NO_WRITES -> ErrorCode.READ_ONLY;
                    case SIZE -> ErrorCode.LIMIT_EXCEEDED;
                    case HIDDEN -> ErrorCode.PERMISSION_DENIED;
                    default -> ErrorCode.SQL_REJECTED;
                };
        String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
        return LakeException.of(code, what + " [rule " + word + "]").hint(advice);
    }
}
