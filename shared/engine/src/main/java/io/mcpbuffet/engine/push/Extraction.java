package io.mcpbuffet.engine.push;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.bind.Pushed;
import io.mcpbuffet.engine.job.Outline;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads out of the plan of a statement over stubs what it asks of each table. */
final class Extraction {
    private static final String OPTIONAL = "optional: ";
    private static final int MAX_LIMIT = 100_000_000;

    private final List<StubTable> tables;
    private final TrustedNames names;
    private final Map<StubTable, List<Found>> found = new LinkedHashMap<>();

    /** One scan in the plan. */
    private record Found(RowFilter filter, List<String> left, boolean whole, boolean exact) {
        Found inexact() {
            return new Found(filter, left, whole, false);
        }
    }

    private Extraction(List<StubTable> tables, TrustedNames names) {
        this.tables = tables;
        this.names = names;
    }

    /** For every table what is asked of it; nothing is left out that the plan does not show to be unneeded. */
    static Map<StubTable, Pushed> of(List<StubTable> tables, JsonNode statement, Outline outline) {
        Optional<PlanNode> logical = PlanNode.parse(outline.logical());
        Optional<PlanNode> physical = PlanNode.parse(outline.physical());
        if (logical.isEmpty() || physical.isEmpty()) {
            return Map.of();
        }
        Extraction extraction = new Extraction(tables, TrustedNames.of(statement));
        extraction.visit(logical.get(), List.of(), false, outline.physical());
        boolean alike = logical.get().scans() == physical.get().scans();
        Map<StubTable, Pushed> pushed = new LinkedHashMap<>();
        for (StubTable table : tables) {
            List<Found> scans = extraction.found.get(table);
            if (scans != null) {
                pushed.put(table, extraction.pushed(table, scans, alike ? physical : Optional.empty(), outline));
            }
        }
        return pushed;
    }

    /** @param alone an aggregate over the one table stands above, and nothing between them but what is in {@code above} */
    private void visit(PlanNode node, List<String> above, boolean alone, String physical) {
        if (node.isScan()) {
            scan(node, above, alone, physical);
            return;
        }
        List<String> filters = new ArrayList<>();
        if (node.name().equals("FILTER")) {
            filters.addAll(above);
            filters.add(node.text("Expressions"));
        }
        boolean below =
                switch (node.name()) {
                    case "AGGREGATE" -> true;
                    case "FILTER" -> alone;
                    case "PROJECTION" -> alone && above.isEmpty();
                    default -> false;
                };
        node.children().forEach(child -> visit(child, filters, below, physical));
    }

    private void scan(PlanNode node, List<String> above, boolean alone, String physical) {
        String text = node.text("Filters");
        List<String> conditions = TermLexer.lines(text);
        for (StubTable table : tables) {
            if (conditions.stream().anyMatch(line -> line.strip().equals(table.marker()))) {
                boolean named = !table.readsParts(physical);
                boolean readable = table.readable(text) && above.stream().allMatch(table::readable);
                Found scan = readable
                        ? read(table, conditions, above, named)
                        : new Found(RowFilter.all(), List.of(), false, false);
                found.computeIfAbsent(table, any -> new ArrayList<>()).add(alone ? scan : scan.inexact());
                return;
            }
        }
    }

    private Found read(StubTable table, List<String> conditions, List<String> above, boolean named) {
        Translation own = new Translation(table::column);
        Translation trusted = new Translation(name -> named ? names.column(name, table) : table.column(name));
        List<RowFilter> filters = new ArrayList<>();
        List<String> left = new ArrayList<>();
        boolean whole = above.isEmpty();
        boolean exact = true;
        for (String line : conditions) {
            boolean implied = line.startsWith(OPTIONAL);
            String condition = implied ? line.substring(OPTIONAL.length()) : line.strip();
            if (!condition.equals(table.marker()) && !condition.isEmpty()) {
                Optional<Term> term = TermParser.parse(condition);
                RowFilter filter = term.map(own::of).orElse(RowFilter.all());
                filters.add(filter);
                exact &= term.filter(own::isExact).isPresent();
                whole &= implied || !filter.equals(RowFilter.all());
                if (!implied && filter.equals(RowFilter.all())) {
                    left.add(table.legible(condition));
                }
            }
        }
        for (String line :
                above.stream().flatMap(text -> TermLexer.lines(text).stream()).toList()) {
            Optional<Term> term = TermParser.parse(line);
            RowFilter filter = term.map(trusted::of).orElse(RowFilter.all());
            filters.add(filter);
            exact &= term.filter(trusted::isExact).isPresent();
            if (filter.equals(RowFilter.all())) {
                left.add(table.legible(line));
            }
        }
        return new Found(RowFilter.and(filters), left, whole, exact);
    }

    private Pushed pushed(StubTable table, List<Found> scans, Optional<PlanNode> physical, Outline outline) {
        Set<String> left = new LinkedHashSet<>();
        scans.forEach(scan -> left.addAll(scan.left()));
        RowFilter filter = RowFilter.or(scans.stream().map(Found::filter).toList());
        OptionalLong limit = scans.size() == 1 && scans.get(0).whole() && filter.equals(RowFilter.all())
                ? physical.map(plan -> limit(plan, table, OptionalLong.empty())).orElse(OptionalLong.empty())
                : OptionalLong.empty();
        Optional<List<String>> columns = physical.map(plan -> table.columnsIn(outline.physical()));
        boolean exact = scans.size() == 1 && scans.get(0).exact();
        return new Pushed(new ScanRequest(columns, filter, limit), List.copyOf(left), exact);
    }

    /** The number of rows after which nobody asks the scan of a table for more. */
    private static OptionalLong limit(PlanNode node, StubTable table, OptionalLong above) {
        if (node.isScan()) {
            boolean mine = TermLexer.lines(node.text("Filters")).contains(table.marker());
            return mine ? above : OptionalLong.empty();
        }
        OptionalLong passed =
                switch (node.name()) {
                    case "LIMIT", "STREAMING_LIMIT" -> limited(node, above);
                    case "PROJECTION" -> above;
                    default -> OptionalLong.empty();
                };
        for (PlanNode child : node.children()) {
            OptionalLong limit = limit(child, table, passed);
            if (limit.isPresent()) {
                return limit;
            }
        }
        return OptionalLong.empty();
    }

    /** What a limit asks of what is below it: the rows that it skips, and of its own no more than are asked of it. */
    private static OptionalLong limited(PlanNode limit, OptionalLong above) {
        OptionalLong rows = smaller(number(limit.text("Limit")), above);
        OptionalLong offset = limit.text("Offset").isEmpty() ? OptionalLong.of(0) : number(limit.text("Offset"));
        if (rows.isEmpty() || offset.isEmpty()) {
            return OptionalLong.empty();
        }
        long sum = rows.getAsLong() + offset.getAsLong();
        return sum <= MAX_LIMIT ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static OptionalLong smaller(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }
}
