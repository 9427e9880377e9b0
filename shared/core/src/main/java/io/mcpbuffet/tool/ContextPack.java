package io.mcpbuffet.tool;

import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.Hit;
import io.mcpbuffet.search.Semantics;
import io.mcpbuffet.search.TableIndex;
import io.mcpbuffet.search.TableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model needs to know of the best tables to write a statement, within a number of tokens: tables with all their columns first, then
 * joins and metrics, then what is said about columns that fit. For one question.
 */
final class ContextPack {
    /** What tables may take of the room: without joins the best of them are of little use. */
    private static final double FOR_TABLES = 0.8;

    private final StringBuilder text = new StringBuilder();
    private final int budget;
    private final Map<TableRef, TableText> taken = new LinkedHashMap<>();
    private final List<TableRef> leftOut = new ArrayList<>();
    private int tokens;

    ContextPack(int budget) {
        this.budget = budget;
    }

    String text() {
        return text.toString();
    }

    int tokens() {
        return tokens;
    }

    List<TableRef> tables() {
        return List.copyOf(taken.keySet());
    }

    /** Good tables for which there is no room. */
    List<TableRef> leftOut() {
        return List.copyOf(leftOut);
    }

    /** False where there is no room for the line. */
    boolean add(String line) {
        return add(line, budget);
    }

    private boolean add(String line, int within) {
        int cost = Tokens.of(line + "\n");
        if (tokens + cost > within) {
            return false;
        }
        text.append(line).append('\n');
        tokens += cost;
        return true;
    }

    /** With all its columns, or not at all; only the best table may be cut to the columns that fit. */
    void table(Hit hit, TableText table) {
        int within = (int) (budget * FOR_TABLES);
        String name = "## " + Untrusted.line(hit.table().toString());
        if (table.columns().isEmpty()) {
            record(hit, table, add(name + "\ncolumns are not read yet: call describe", within));
            return;
        }
        boolean whole = add(name + "\n" + columns(table.columns()), within);
        if (!whole && taken.isEmpty()) {
            List<TableText.Column> fitting = table.columns().stream()
                    .filter(c -> hit.columns().contains(c.name()))
                    .toList();
            whole = add(
                    name + "\n" + columns(fitting) + "\n" + (table.columns().size() - fitting.size())
                            + " more columns: call describe",
                    within);
        }
        record(hit, table, whole);
    }

    private void record(Hit hit, TableText table, boolean fits) {
        if (fits) {
            taken.put(hit.table(), table);
        } else {
            leftOut.add(hit.table());
        }
    }

    /** The fields of structs stand in the type of their column already. */
    private static String columns(List<TableText.Column> columns) {
        return columns.stream()
                .map(c -> Untrusted.line(c.name()) + " " + Untrusted.line(c.type()))
                .collect(Collectors.joining(", "));
    }

    void joins(TableIndex index) {
        boolean first = true;
        for (var entry : index.joins(tables())) {
            TableText.Join join = entry.getValue();
            String line =
                    Untrusted.line(entry.getKey() + "." + join.column() + " = " + join.to() + "." + join.toColumn())
                            + (join.origin() == TableText.Origin.INFERRED ? " (guessed by name)" : "");
            if (!add(first ? "Joins:\n" + line : line)) {
                return;
            }
            first = false;
        }
    }

    /** Those whose tables are all here. */
    void metrics(Semantics semantics) {
        Map<TableRef, Semantics.Meant> meant = new LinkedHashMap<>();
        taken.keySet().forEach(table -> semantics.of(table).ifPresent(m -> meant.put(table, m)));
        var here = meant.values().stream().map(Semantics.Meant::dataset).toList();
        List<String> lines = new ArrayList<>();
        meant.forEach((table, said) -> {
            said.metrics().stream()
                    .filter(metric -> here.containsAll(metric.datasets()))
                    .map(metric -> MeantLines.definition(metric.name(), metric.expression(), metric.about()))
                    .forEach(lines::add);
            said.computed(names(taken.get(table))).stream()
                    .map(field ->
                            MeantLines.definition(table.name() + " " + field.name(), field.expression(), field.about()))
                    .forEach(lines::add);
        });
        List<String> different = lines.stream().distinct().toList();
        for (int i = 0; i < different.size(); i++) {
            add(i == 0 ? "Definitions:\n" + different.get(i) : different.get(i));
        }
        meant.forEach((table, said) -> said.dataset()
                .about()
                .advice()
                .ifPresent(advice -> add(Untrusted.line(table.name() + ": " + Untrusted.comment(advice)))));
    }

    private static List<String> names(TableText table) {
        return table.columns().stream().map(TableText.Column::name).toList();
    }

    /** Comments and values, for columns that fit the question first. */
    void notes(List<Hit> hits) {
        List<String> lines = new ArrayList<>();
        for (Hit hit : hits) {
            TableText table = taken.get(hit.table());
            if (table != null) {
                table.columns().stream()
                        .filter(c -> hit.columns().contains(c.name()))
                        .forEach(c -> note(hit.table(), c).ifPresent(lines::add));
            }
        }
        taken.forEach((ref, table) ->
                table.comment().ifPresent(c -> lines.add(Untrusted.line(ref.name() + ": " + Untrusted.comment(c)))));
        taken.forEach((ref, table) -> table.columns().stream()
                .filter(c -> !c.values().isEmpty())
                .forEach(c -> note(ref, c).filter(line -> !lines.contains(line)).ifPresent(lines::add)));
        for (int i = 0; i < lines.size(); i++) {
            add(i == 0 ? "Notes:\n" + lines.get(i) : lines.get(i));
        }
    }

    private static Optional<String> note(TableRef table, TableText.Column column) {
        List<String> parts = new ArrayList<>();
        column.notes().forEach(note -> parts.add(Untrusted.comment(note)));
        if (!column.values().isEmpty()) {
            parts.add("values such as "
                    + column.values().stream()
                            .map(value -> "'" + value.replace("'", "''") + "'")
                            .collect(Collectors.joining(", ")));
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(Untrusted.line(table.name() + "." + column.name() + ": " + String.join("; ", parts)));
    }
}
