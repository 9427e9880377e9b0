package io.mcpbuffet.tool;

import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.spi.ColumnFigures.Figure;
import io.mcpbuffet.spi.ColumnFigures.OfColumn;
import io.mcpbuffet.spi.ColumnFigures.TableFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the figures of two sides say about the quality of the data. */
final class Findings {
    /** A share of NULLs that moved by less says nothing. */
    private static final double NOTEWORTHY = 0.01;

    private Findings() {}

    /**
     * Something to look at.
     *
     * @param finding null_rate, bound, freshness or duplicate_keys
     * @param exact both sides are exact
     */
    record Finding(String finding, Optional<String> column, Object left, Object right, boolean exact) {
        String text() {
            return "  " + finding + column.map(c -> " of " + Untrusted.line(c)).orElse("") + ": "
                    + Untrusted.line(String.valueOf(left)) + " -> " + Untrusted.line(String.valueOf(right))
                    + (exact ? "" : " (about)") + "\n";
        }
    }

    static List<Finding> of(TableFigures left, TableFigures right, Map<String, String> leftNames) {
        List<Finding> findings = new ArrayList<>();
        Map<String, OfColumn> before = new LinkedHashMap<>();
        left.columns().forEach(column -> before.put(column.name(), column));
        for (OfColumn is : right.columns()) {
            OfColumn was = before.get(leftNames.getOrDefault(is.name(), is.name()));
            if (was != null) {
                nulls(was, left.rows(), is, right.rows()).ifPresent(findings::add);
                bound(is.name() + " (min)", was.min(), is.min()).ifPresent(findings::add);
                bound(is.name() + " (max)", was.max(), is.max()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> nulls(OfColumn was, Optional<Figure> wasOf, OfColumn is, Optional<Figure> isOf) {
        Optional<Double> before = rate(was.nulls(), wasOf);
        Optional<Double> after = rate(is.nulls(), isOf);
        if (before.isEmpty() || after.isEmpty() || Math.abs(before.get() - after.get()) < NOTEWORTHY) {
            return Optional.empty();
        }
        boolean exact = was.nulls().get().exact() && is.nulls().get().exact();
        return Optional.of(new Finding(
                "null_rate",
                Optional.of(Untrusted.show(is.name())),
                percent(before.get()),
                percent(after.get()),
                exact && wasOf.get().exact() && isOf.get().exact()));
    }

    private static Optional<Double> rate(Optional<Figure> nulls, Optional<Figure> rows) {
        if (nulls.isEmpty() || rows.isEmpty() || number(rows.get()) == 0) {
            return Optional.empty();
        }
        return Optional.of(Math.min(1, (double) number(nulls.get()) / number(rows.get())));
    }

    private static long number(Figure figure) {
        return Long.parseLong(String.valueOf(figure.value()));
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * rate);
    }

    private static Optional<Finding> bound(String column, Optional<Figure> was, Optional<Figure> is) {
        if (was.isEmpty()
                || is.isEmpty()
                || Objects.equals(was.get().value(), is.get().value())) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "bound",
                Optional.of(Untrusted.show(column)),
                Untrusted.cell(was.get().value()),
                Untrusted.cell(is.get().value()),
                was.get().exact() && is.get().exact()));
    }

    /** Rows beyond the first of each key, where either side has such. */
    static Optional<Finding> duplicates(RowChanges.Rows rows) {
        long before = rows.duplicateKeysBefore().orElse(0);
        long after = rows.duplicateKeys().orElse(0);
        return before == 0 && after == 0
                ? Optional.empty()
                : Optional.of(new Finding(
                        "duplicate_keys",
                        Optional.of(Untrusted.show(String.join(", ", rows.key()))),
                        before,
                        after,
                        true));
    }

    /** When each side was last committed to, where they are not of the same commit. */
    static Optional<Finding> freshness(TableInfo left, TableInfo right) {
        if (left.snapshot().isEmpty() || right.snapshot().isEmpty()) {
            return Optional.empty();
        }
        var before = left.snapshot().get().committedAt();
        var after = right.snapshot().get().committedAt();
        return Duration.between(before, after).isZero()
                ? Optional.empty()
                : Optional.of(new Finding("freshness", Optional.empty(), before.toString(), after.toString(), true));
    }
}
