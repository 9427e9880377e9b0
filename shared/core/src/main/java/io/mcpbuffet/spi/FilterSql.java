package io.mcpbuffet.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A filter as SQL, as far as a dialect has words for it.
 *
 * @param sql empty where every row passes
 * @param pushed the part that the SQL says
 */
record FilterSql(Optional<String> sql, RowFilter pushed) {
    private static final int MOST_VALUES = 5000;

    static FilterSql of(RowFilter filter, RowSql.Words words) {
        List<String> parts = new ArrayList<>();
        List<RowFilter> pushed = new ArrayList<>();
        long length = 0;
        for (RowFilter part : filter.conjuncts()) {
            Optional<String> sql = text(part, words);
            if (sql.isPresent() && length + sql.get().length() <= words.longest()) {
                length += sql.get().length();
                parts.add(sql.get());
                pushed.add(part);
            }
        }
        return new FilterSql(
                parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts)), RowFilter.and(pushed));
    }

    /** Nothing where some part has no words: half an OR is no filter. */
    private static Optional<String> text(RowFilter filter, RowSql.Words words) {
        if (filter instanceof RowFilter.And and) {
            return joined(and.parts(), " AND ", "TRUE", words);
        }
        if (filter instanceof RowFilter.Or or) {
            return joined(or.parts(), " OR ", "FALSE", words);
        }
        if (filter instanceof RowFilter.Not not) {
            return test(not.test(), words).map(sql -> "NOT (" + sql + ")");
        }
        return test((RowFilter.Test) filter, words);
    }

    private static Optional<String> joined(List<RowFilter> parts, String word, String none, RowSql.Words words) {
        List<Optional<String>> texts =
                parts.stream().map(part -> text(part, words)).toList();
        return parts.isEmpty() ? Optional.of(none) : all(texts, word, "(");
    }

    private static Optional<String> all(List<Optional<String>> texts, String separator, String begin) {
        return texts.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(texts.stream().map(Optional::get).collect(Collectors.joining(separator, begin, ")")));
    }

    private static Optional<String> test(RowFilter.Test test, RowSql.Words words) {
        if (test.column().path().size() != 1) {
            return Optional.empty();
        }
        String column = words.name(test.column().path().get(0));
        if (test instanceof RowFilter.IsNull) {
            return Optional.of(column + " IS NULL");
        }
        if (test instanceof RowFilter.IsNan) {
            return words.isNan(column);
        }
        if (test instanceof RowFilter.StartsWith starts) {
            return words.startsWith(column, starts.prefix());
        }
        if (test instanceof RowFilter.In in) {
            return in.values().isEmpty() || in.values().size() > MOST_VALUES
                    ? Optional.empty()
                    : all(in.values().stream().map(words::literal).toList(), ", ", column + " IN (");
        }
        RowFilter.Comparison comparison = (RowFilter.Comparison) test;
        return words.literal(comparison.value())
                .map(value -> column + " " + comparison.operator().sign() + " " + value);
    }
}
