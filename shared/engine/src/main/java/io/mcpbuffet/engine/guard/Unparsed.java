package io.mcpbuffet.engine.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells why the parser gave no tree, in words that help to write the statement that was meant. */
final class Unparsed {
    private static final Set<String> WRITES = Set.of(
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CREATE",
            "DROP",
            "ALTER",
            "COPY",
            "TRUNCATE",
            "COMMENT",
            "EXPORT",
            "IMPORT",
            "GRANT",
            "REVOKE",
            "UNDROP",
            "VACUUM",
            "CHECKPOINT",
            "ANALYZE",
            "UPSERT",
            "REPLACE",
            "PUT",
            "REMOVE");
    private static final Set<String> DATA_CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    private Unparsed() {}

    static LakeException why(JsonNode document, SourceText source) {
        List<List<Token>> statements = statements(SqlLexer.tokens(source.text()));
        for (List<Token> statement : statements) {
            if (writes(statement)) {
                String verb = statement.get(0).text().toUpperCase(Locale.ROOT);
                int at = statement.get(0).start();
                return Rule.NO_WRITES.broken("The statement " + verb + " would write" + source.at(at));
            }
        }
        boolean syntax = document.path("error_type").asText("").equals("parser");
        if (!syntax && statements.size() > 1) {
            return Rule.ONE_STATEMENT.broken("There are " + statements.size() + " statements");
        }
        if (!syntax && statements.stream().flatMap(List::stream).anyMatch(token -> token.is("PIVOT"))) {
            return Rule.KNOWN_SYNTAX
                    .broken("A PIVOT that does not list its values would need a second statement to find them")
                    .hint("List the values: PIVOT t ON column IN ('a', 'b') USING count(*)");
        }
        if (!syntax && !statements.isEmpty()) {
            Token first = statements.get(0).get(0);
            return Rule.SELECT_ONLY.broken("The statement " + first.text().toUpperCase(Locale.ROOT) + " is not a query"
                    + source.at(first.start()));
        }
        return syntax(document, source);
    }

    private static LakeException syntax(JsonNode document, SourceText source) {
        String message = document.path("error_message").asText("The statement does not parse");
        String position = document.path("position").asText("");
        String place = position.matches("\\d{1,9}") ? source.at(new BigInteger(position)) : "";
        return Rule.SYNTAX.broken("The statement does not parse: " + message + place);
    }

    private static boolean writes(List<Token> statement) {
        Token first = statement.get(0);
        if (first.is("WITH") || first.is("FROM") || first.is("EXPLAIN")) {
            return statement.stream().anyMatch(token -> isOneOf(token, DATA_CHANGES));
        }
        return isOneOf(first, WRITES);
    }

    private static boolean isOneOf(Token token, Set<String> words) {
        return token.kind() == Token.Kind.WORD && words.contains(token.text().toUpperCase(Locale.ROOT));
    }

    private static List<List<Token>> statements(List<Token> tokens) {
        List<List<Token>> statements = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : tokens) {
            if (!token.isSymbol(';')) {
                current.add(token);
            } else if (!current.isEmpty()) {
                statements.add(current);
                current = new ArrayList<>();
            }
        }
        if (!current.isEmpty()) {
            statements.add(current);
        }
        return statements;
    }
}
