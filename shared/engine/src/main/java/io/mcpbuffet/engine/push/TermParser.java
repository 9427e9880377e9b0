package io.mcpbuffet.engine.push;

import io.mcpbuffet.engine.push.TermLexer.Kind;
import io.mcpbuffet.engine.push.TermLexer.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads expressions as DuckDB 2.0 writes them in plans, where every operation stands in brackets of its own. What is written otherwise
 * is not understood, and so is no condition.
 */
final class TermParser {
    private static final Set<String> OPERATORS =
            Set.of("=", "<", ">", "<=", ">=", "!=", "<>", "+", "-", "AND", "OR", "IN");
    private static final Set<String> CONSTANTS = Set.of("TRUE", "FALSE", "NULL");
    private static final int MAX_DEPTH = 100;

    private final List<Token> tokens;
    private int at;
    private int depth;

    private TermParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Optional<Term> parse(String text) {
        try {
            TermParser parser = new TermParser(TermLexer.tokens(text));
            Term term = parser.operand();
            return parser.at == parser.tokens.size() ? Optional.of(term) : Optional.empty();
        } catch (NotUnderstood e) {
            return Optional.empty();
        }
    }

    /** Control flow inside of this class. */
    private static final class NotUnderstood extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotUnderstood() {
            super("", null, false, false);
        }
    }

    private Term operand() {
        if (++depth > MAX_DEPTH) {
            throw new NotUnderstood();
        }
        Token token = next();
        Term term =
                switch (token.kind()) {
                    case STRING -> new Term.Constant(token.text(), true, type());
                    case NUMBER -> new Term.Constant(token.text(), false, type());
                    case QUOTED -> isAhead("(") ? call(token.text()) : new Term.Name(token.text(), List.of());
                    case WORD -> word(token.text());
                    case SYMBOL -> brackets(token);
                };
        depth--;
        return term;
    }

    private Term word(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.equals("NOT")) {
            return new Term.Call("NOT", List.of(operand()));
        }
        if (upper.equals("CAST") && isAhead("(")) {
            return cast();
        }
        if (isAhead("(")) {
            return call(word);
        }
        if (CONSTANTS.contains(upper)) {
            return new Term.Constant(word, false, type());
        }
        List<String> path = Arrays.asList(word.split("\\.", -1));
        if (path.contains("")) {
            throw new NotUnderstood();
        }
        return new Term.Name(path.get(0), path.subList(1, path.size()));
    }

    private Term brackets(Token open) {
        if (!open.is("(")) {
            throw new NotUnderstood();
        }
        Term first = operand();
        Term whole = isAhead(")") ? first : operation(first);
        expect(")");
        return whole;
    }

    private Term operation(Term first) {
        if (isAhead("IS")) {
            return is(first);
        }
        Token operator = next();
        String name = operator.text().toUpperCase(Locale.ROOT);
        if (!OPERATORS.contains(name) || operator.kind() == Kind.QUOTED || operator.kind() == Kind.STRING) {
            throw new NotUnderstood();
        }
        List<Term> all = new ArrayList<>(List.of(first));
        if (name.equals("IN")) {
            expect("(");
            list(all);
            return new Term.Call("IN", all);
        }
        all.add(operand());
        while (isAhead(name) && (name.equals("AND") || name.equals("OR"))) {
            next();
            all.add(operand());
        }
        return new Term.Call(name.equals("!=") ? "<>" : name, all);
    }

    private Term is(Term first) {
        expect("IS");
        boolean not = isAhead("NOT");
        if (not) {
            next();
        }
        if (isAhead("NULL")) {
            next();
            return new Term.Call(not ? "IS NOT NULL" : "IS NULL", List.of(first));
        }
        expect("DISTINCT");
        expect("FROM");
        return new Term.Call(not ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", List.of(first, operand()));
    }

    private Term call(String function) {
        expect("(");
        List<Term> arguments = new ArrayList<>();
        if (isAhead(")")) {
            next();
        } else {
            list(arguments);
        }
        Term.Call call = new Term.Call(function.toLowerCase(Locale.ROOT), arguments);
        return call.is("struct_extract") ? part(call) : call;
    }

    private static Term part(Term.Call extract) {
        boolean named = extract.arguments().size() == 2
                && extract.first() instanceof Term.Name
                && extract.arguments().get(1) instanceof Term.Constant key
                && key.quoted();
        if (!named) {
            return extract;
        }
        Term.Name struct = (Term.Name) extract.first();
        List<String> below = new ArrayList<>(struct.below());
        below.add(((Term.Constant) extract.arguments().get(1)).text());
        return new Term.Name(struct.column(), below);
    }

    /** Up to the closing bracket. */
    private void list(List<Term> into) {
        into.add(operand());
        while (isAhead(",")) {
            next();
            into.add(operand());
        }
        expect(")");
    }

    private Term cast() {
        expect("(");
        Term value = operand();
        expect("AS");
        String type = typeName();
        expect(")");
        return new Term.Cast(value, type);
    }

    private String type() {
        if (!isAhead("::")) {
            return "";
        }
        next();
        return typeName();
    }

    private String typeName() {
        StringBuilder name = new StringBuilder(word());
        if (isAhead("WITH")) {
            for (String more : List.of("WITH", "TIME", "ZONE")) {
                expect(more);
                name.append(' ').append(more);
            }
        }
        if (isAhead("(")) {
            next();
            name.append('(').append(next().text());
            while (isAhead(",")) {
                next();
                name.append(',').append(next().text());
            }
            expect(")");
            name.append(')');
        }
        return name.toString();
    }

    private String word() {
        Token token = next();
        if (token.kind() != Kind.WORD) {
            throw new NotUnderstood();
        }
        return token.text().toUpperCase(Locale.ROOT);
    }

    private boolean isAhead(String text) {
        return at < tokens.size() && tokens.get(at).is(text);
    }

    private void expect(String text) {
        if (!next().is(text)) {
            throw new NotUnderstood();
        }
    }

    private Token next() {
        if (at >= tokens.size()) {
            throw new NotUnderstood();
        }
        return tokens.get(at++);
    }
}
