package io.mcpbuffet.tool;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.search.Sampler;
import io.mcpbuffet.search.TableText;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Values of text columns that hold few different ones, met in the first rows of a table. Names, addresses and keys are different in most
 * rows, so none of them is kept. Safe for use by many threads.
 */
public record ColumnValues(SqlEngine engine, Duration timeout) implements Sampler {
    private static final int ROWS = 500;
    private static final int COLUMNS = 30;
    /** Different values beyond which a column does not hold categories. */
    private static final int FEW = 30;

    private static final int KEPT = 10;
    private static final int LONGEST = 40;

    @Override
    public Map<String, List<String>> values(TableText table) {
        List<String> columns = table.columns().stream()
                .filter(c -> holdsText(c.type()) && !c.name().contains("."))
                .map(TableText.Column::name)
                .limit(COLUMNS)
                .toList();
        if (columns.isEmpty()) {
            return Map.of();
        }
        String sql = "SELECT " + columns.stream().map(Statements::quoted).collect(Collectors.joining(", ")) + " FROM "
                + Statements.quoted(table.table()) + " LIMIT " + ROWS;
        QueryResult result = engine.run(
                new Query(sql, AsOf.LATEST, Optional.empty(), ROWS, timeout, Optional.empty()), Progress.NONE);
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            List<String> found = few(result.page().rows().stream()
                    .map(row -> row.get(column))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList());
            if (!found.isEmpty()) {
                values.put(columns.get(i), found);
            }
        }
        return values;
    }

    private static boolean holdsText(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return name.startsWith("string")
                || name.startsWith("varchar")
                || name.startsWith("char")
                || name.equals("text");
    }

    /** The most frequent first; none where there are many, or where hardly any comes twice. */
    private static List<String> few(List<String> met) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        met.stream().filter(value -> !value.isBlank()).forEach(value -> counts.merge(value, 1, Integer::sum));
        boolean different = counts.size() > FEW || counts.size() * 2 > met.size();
        boolean lengthy = counts.keySet().stream().anyMatch(value -> value.length() > LONGEST);
        if (different || lengthy) {
            return List.of();
        }
        List<String> ordered = new ArrayList<>(counts.keySet());
        ordered.sort((one, other) -> counts.get(other) - counts.get(one));
        return ordered.stream().limit(KEPT).toList();
    }
}
