package io.mcpbuffet.snowflake;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lets only statements through that read, judged by their tokens. It is the first of two judges: what passes as a query is compiled by
 * Snowflake without being run, which tells the kind of the statement.
 */
final class SqlGuard {
    static final int MAX_CHARACTERS = 100_000;
    static final int MAX_NESTING = 100;

    private static final Set<String> WRITES = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CREATE",
            "DROP",
            "ALTER",
            "TRUNCATE",
            "COPY",
            "PUT",
            "REMOVE",
            "RM",
            "UNDROP",
            "GRANT",
            "REVOKE",
            "COMMENT",
            "UNSET",
            "REPLACE",
            "UPSERT");

    private static final Set<String> SHOWN = Set.of(
            "TABLES",
            "VIEWS",
            "MATERIALIZED VIEWS",
            "SCHEMAS",
            "DATABASES",
            "OBJECTS",
            "COLUMNS",
            "PRIMARY KEYS",
            "IMPORTED KEYS",
            "EXPORTED KEYS",
            "UNIQUE KEYS",
            "EXTERNAL TABLES",
            "DYNAMIC TABLES",
            "HYBRID TABLES",
            "ICEBERG TABLES",
            "EVENT TABLES",
            "SEQUENCES",
            "WAREHOUSES",
            "SEMANTIC VIEWS");

    private static final Set<String> DESCRIBED = Set.of(
            "TABLE",
            "VIEW",
            "MATERIALIZED VIEW",
            "EXTERNAL TABLE",
            "DYNAMIC TABLE",
            "HYBRID TABLE",
            "ICEBERG TABLE",
            "EVENT TABLE",
            "SCHEMA",
            "DATABASE",
            "SEMANTIC VIEW");

    private static final Set<String> TABLE_FUNCTIONS =
            Set.of("GENERATOR", "FLATTEN", "SPLIT_TO_TABLE", "STRTOK_SPLIT_TO_TABLE");

    private static final Set<String> FUNCTIONS = Set.of(
            "RESULT_SCAN",
            "LAST_QUERY_ID",
            "LAST_TRANSACTION",
            "GET_PRESIGNED_URL",
            "BUILD_SCOPED_FILE_URL",
            "BUILD_STAGE_FILE_URL",
            "GET_STAGE_LOCATION",
            "GET_RELATIVE_PATH",
            "GET_ABSOLUTE_PATH",
            "INFER_SCHEMA",
            "TO_QUERY",
            "IDENTIFIER",
            "GETNEXTVAL",
            "GETVARIABLE",
            "TO_FILE",
            "TRY_TO_FILE",
            "DIRECTORY",
            "EXECUTE",
            "GET_DDL",
            "VALIDATE",
            "INVOKER_SHARE",
            "GET_CONDITION_QUERY_UUID",
            "QUERY_HISTORY");

    private final String sql;
    private final List<SqlToken> tokens;

    private SqlGuard(String sql, List<SqlToken> tokens) {
        this.sql = sql;
        this.tokens = tokens;
    }

    /** What a statement is to be run as. */
    enum Kind {
        QUERY,
        EXPLAIN,
        /** SHOW and DESCRIBE, whose tokens tell all. */
        LISTING
    }

    /**
     * A statement that may go to Snowflake.
     *
     * @param tokens without a closing semicolon
     */
    record Checked(String sql, Kind kind, List<SqlToken> tokens) {
        Checked {
            tokens = List.copyOf(tokens);
        }

        /** The text without what follows its last token. */
        String text() {
            return sql.substring(
                    tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
        }
    }

    /** SQL_REJECTED, READ_ONLY or LIMIT_EXCEEDED for what may not run, naming the rule. */
    static Checked check(String sql) {
        if (sql.length() > MAX_CHARACTERS) {
            throw Rule.SIZE.broken(
                    "The statement has " + sql.length() + " characters; " + MAX_CHARACTERS + " are allowed");
        }
        List<SqlToken> tokens = SqlLexer.tokens(sql);
        int last = tokens.size();
        while (last > 0 && tokens.get(last - 1).isSymbol(";")) {
            last--;
        }
        return new SqlGuard(sql, tokens.subList(0, last)).check();
    }

    private Checked check() {
        if (tokens.isEmpty()) {
            throw Rule.SELECT_ONLY.broken("There is no statement");
        }
        nesting();
        for (int i = 0; i < tokens.size(); i++) {
            everywhere(i);
        }
        return new Checked(sql, kind(0), tokens);
    }

    private void nesting() {
        int depth = 0;
        for (SqlToken token : tokens) {
            boolean opens = token.isSymbol("(") || token.isSymbol("[") || token.isSymbol("{") || token.is("CASE");
            boolean closes = token.isSymbol(")") || token.isSymbol("]") || token.isSymbol("}") || token.is("END");
            depth += opens ? 1 : closes ? -1 : 0;
            if (depth > MAX_NESTING) {
                throw Rule.SIZE.broken("The statement is nested deeper than " + MAX_NESTING + at(token));
            }
        }
    }

    private Kind kind(int from) {
        int start = from;
        while (start < tokens.size() && tokens.get(start).isSymbol("(")) {
            start++;
        }
        SqlToken first = token(start);
        return switch (first.text().toUpperCase(Locale.ROOT)) {
            case "SELECT" -> Kind.QUERY;
            case "WITH" -> with(start);
            case "SHOW" -> listing(start, start + (token(start + 1).is("TERSE") ? 2 : 1), SHOWN);
            case "DESCRIBE", "DESC" -> listing(start, start + 1, DESCRIBED);
            case "EXPLAIN" -> explain(start + 1);
            default -> throw refused(first);
        };
    }

    private RuntimeException refused(SqlToken first) {
        String word = first.text().toUpperCase(Locale.ROOT);
        Rule rule = WRITES.contains(word) ? Rule.NO_WRITES : Rule.SELECT_ONLY;
        return rule.broken("A statement that begins with " + shown(word) + " is not run");
    }

    private static String shown(String word) {
        return word.length() <= 30 ? word : word.substring(0, 30) + "...";
    }

    /** Common table expressions are queries in parentheses; what comes after them is a query as well. */
    private Kind with(int with) {
        int at = with + (token(with + 1).is("RECURSIVE") ? 2 : 1);
        while (true) {
            if (!token(at).isName()) {
                throw Rule.KNOWN_SYNTAX.broken("WITH is not followed by a name" + at(token(at)));
            }
            at = token(at + 1).isSymbol("(") ? closing(at + 1) + 1 : at + 1;
            if (!token(at).is("AS") || !token(at + 1).isSymbol("(")) {
                throw Rule.SELECT_ONLY.broken("A common table expression is no query" + at(token(at)));
            }
            query(at + 2);
            at = closing(at + 1) + 1;
            if (!token(at).isSymbol(",")) {
                return query(at);
            }
            at++;
        }
    }

    private Kind query(int from) {
        if (kind(from) != Kind.QUERY) {
            throw Rule.SELECT_ONLY.broken("Only a query can stand here" + at(token(from)));
        }
        return Kind.QUERY;
    }

    private Kind listing(int start, int from, Set<String> allowed) {
        String one = token(from).text().toUpperCase(Locale.ROOT);
        String two = one + " " + token(from + 1).text().toUpperCase(Locale.ROOT);
        if (start > 0 || !(allowed.contains(one) || allowed.contains(two))) {
            throw Rule.SELECT_ONLY.broken(
                    token(start).text().toUpperCase(Locale.ROOT) + " " + shown(one) + " is not run");
        }
        return Kind.LISTING;
    }

    private Kind explain(int from) {
        int at = token(from).is("USING") ? from + 2 : from;
        query(at);
        return Kind.EXPLAIN;
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw Rule.SYNTAX.broken("A parenthesis is not closed" + at(tokens.get(open)));
    }

    private void everywhere(int i) {
        SqlToken token = tokens.get(i);
        if (token.kind() == SqlToken.Kind.SYMBOL) {
            symbol(token);
        } else if (token.isName()) {
            name(i, token);
        }
        boolean table = token.is("FROM") || token.is("JOIN");
        if (table
                && token(i + 1).kind() == SqlToken.Kind.STRING
                && i > 0
                && !tokens.get(0).is("SHOW")) {
            throw Rule.NO_STAGES.broken("A string stands for a table" + at(token(i + 1)));
        }
    }

    private void symbol(SqlToken token) {
        switch (token.text()) {
            case ";" -> throw Rule.ONE_STATEMENT.broken("There is more than one statement" + at(token));
            case "->>" -> throw Rule.ONE_STATEMENT.broken("->> joins statements" + at(token));
            case "@" -> throw Rule.NO_STAGES.broken("A stage is named" + at(token));
            case "?" -> throw Rule.NO_VARIABLES.broken("? is a parameter without a value" + at(token));
            default -> {
                if (token.text().startsWith("$") && !token.text().matches("\\$\\d+")) {
                    throw Rule.NO_VARIABLES.broken(token.text() + " is a variable of a session" + at(token));
                }
            }
        }
    }

    private void name(int i, SqlToken token) {
        String name = token.stored();
        boolean call = token(i + 1).isSymbol("(");
        if (name.startsWith("SYSTEM$") || (call && FUNCTIONS.contains(name))) {
            throw Rule.FUNCTIONS.broken(name + " is not allowed" + at(token));
        }
        if (name.equals("NEXTVAL") && i > 0 && tokens.get(i - 1).isSymbol(".")) {
            throw Rule.FUNCTIONS.broken("NEXTVAL moves a sequence" + at(token));
        }
        if (token.is("INTO")) {
            throw Rule.NO_WRITES.broken("INTO writes" + at(token));
        }
        if (token.is("FOR") && token(i + 1).is("UPDATE")) {
            throw Rule.NO_WRITES.broken("FOR UPDATE locks rows" + at(token));
        }
        if (token.is("TABLE") && call) {
            tableFunction(i + 2);
        }
        if (token.is("LATERAL") && token(i + 1).isName()) {
            tableFunction(i + 1);
        }
        if ((token.is("FROM") || token.is("JOIN")) && !stringFunction(i)) {
            called(i + 1);
        }
    }

    /** A function right behind FROM is a table function. */
    private void called(int from) {
        int at = from;
        while (token(at).isName() && token(at + 1).isSymbol(".")) {
            at += 2;
        }
        boolean keyword =
                token(at).is("TABLE") || token(at).is("LATERAL") || token(at).is("VALUES");
        if (token(at).isName() && token(at + 1).isSymbol("(") && !keyword) {
            tableFunction(from);
        }
    }

    /** EXTRACT(YEAR FROM x), TRIM(... FROM x), IS DISTINCT FROM x name no table. */
    private boolean stringFunction(int i) {
        return FromClauses.isOfFunction(tokens, i);
    }

    private void tableFunction(int at) {
        SqlToken token = token(at);
        if (!token.isName()
                || !TABLE_FUNCTIONS.contains(token.stored())
                || !token(at + 1).isSymbol("(")) {
            throw Rule.TABLE_FUNCTIONS.broken("This is no table function that is allowed" + at(token));
        }
    }

    /** An empty symbol beyond the end. */
    private SqlToken token(int i) {
        return i < tokens.size() ? tokens.get(i) : new SqlToken(SqlToken.Kind.SYMBOL, "", sql.length(), sql.length());
    }

    private String at(SqlToken token) {
        return SqlLexer.place(sql, token.start());
    }
}
