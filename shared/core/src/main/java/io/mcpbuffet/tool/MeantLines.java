package io.mcpbuffet.tool;

import io.mcpbuffet.config.SemanticModel;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.search.Semantics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What people say about a table, as {@code describe} shows it.
 *
 * @param definitions names with the expressions that compute them
 * @param relationships columns with the columns that they name rows by
 */
record MeantLines(
        Optional<String> description,
        List<String> synonyms,
        Optional<String> advice,
        @Describe(open = true) List<Column> columns,
        List<String> definitions,
        List<String> relationships) {

    record Column(String name, Optional<String> description, List<String> synonyms) {
        String text() {
            return "  " + Untrusted.line(name)
                    + description.map(d -> " - " + Untrusted.line(d)).orElse("") + also(synonyms) + "\n";
        }
    }

    /** @param whole of a lakehouse that is open as a whole; else nothing is said that names another table */
    static MeantLines of(Semantics.Meant meant, List<String> columns, boolean whole) {
        List<Column> said = columns.stream()
                .flatMap(column -> meant.of(column).stream()
                        .filter(f -> !f.about().synonyms().isEmpty()
                                || f.about().description().isPresent())
                        .map(f -> new Column(
                                Untrusted.show(column),
                                f.about().description().map(Untrusted::comment),
                                shown(f.about().synonyms()))))
                .toList();
        List<String> definitions = new ArrayList<>();
        meant.computed(columns).forEach(f -> definitions.add(definition(f.name(), f.expression(), f.about())));
        meant.metrics(columns).stream()
                .filter(m -> whole || m.datasets().equals(List.of(meant.dataset())))
                .forEach(m -> definitions.add(definition(m.name(), m.expression(), m.about())));
        SemanticModel.About about = meant.dataset().about();
        return new MeantLines(
                about.description().map(Untrusted::comment),
                shown(about.synonyms()),
                about.advice().map(Untrusted::comment),
                said,
                definitions,
                meant.relationships().stream()
                        .filter(r -> whole)
                        .map(MeantLines::relationship)
                        .toList());
    }

    private static String relationship(SemanticModel.Relationship r) {
        return Untrusted.line(String.join(", ", r.fromColumns()) + " = " + r.to().source() + " ("
                + String.join(", ", r.toColumns()) + ")");
    }

    static String definition(String name, String expression, SemanticModel.About about) {
        return Untrusted.line(Untrusted.comment(name) + " = " + Untrusted.comment(expression)
                + about.description().map(d -> " - " + Untrusted.comment(d)).orElse("") + also(about.synonyms()));
    }

    private static List<String> shown(List<String> texts) {
        return texts.stream().map(Untrusted::comment).toList();
    }

    private static String also(List<String> synonyms) {
        return synonyms.isEmpty() ? "" : " (also " + Untrusted.line(String.join(", ", synonyms)) + ")";
    }

    String text() {
        StringBuilder text = new StringBuilder("The semantic model says");
        description.ifPresent(d -> text.append(": ").append(Untrusted.line(d)));
        text.append(also(synonyms)).append('\n');
        advice.ifPresent(a -> text.append("  ").append(Untrusted.line(a)).append('\n'));
        columns.forEach(c -> text.append(c.text()));
        definitions.forEach(d -> text.append("  ").append(d).append('\n'));
        relationships.forEach(r -> text.append("  join ").append(r).append('\n'));
        return text.toString();
    }
}
