package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A filter in Snowflake's SQL, as far as it has words for it.
 *
 * @param sql empty where every row passes
 * @param pushed the part that the SQL says
 */
record FilterText(Optional<String> sql, RowFilter pushed) {
    private static final int MOST_VALUES = 5000;

    static FilterText of(RowFilter filter) {
        List<String> parts = new ArrayList<>();
        List<RowFilter> pushed = new ArrayList<>();
        for (RowFilter part : filter.conjuncts()) {
            text(part).ifPresent(sql -> {
                parts.add(sql);
                pushed.add(part);
            });
        }
        return new FilterText(
                parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts)), RowFilter.and(pushed));
    }

    /** Nothing where some part has no words: half an OR is no filter. */
    private static Optional<String> text(RowFilter filter) {
        if (filter instanceof RowFilter.And and) {
            return joined(and.parts(), " AND ", "TRUE");
        }
        if (filter instanceof RowFilter.Or or) {
            return joined(or.parts(), " OR ", "FALSE");
        }
        if (filter instanceof RowFilter.Not not) {
            return test(not.test()).map(sql -> "NOT (" + sql + ")");
        }
        return test((RowFilter.Test) filter);
    }

    private static Optional<String> joined(List<RowFilter> parts, String word, String none) {
        List<Optional<String>> texts = parts.stream().map(FilterText::text).toList();
        if (texts.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                texts.isEmpty() ? none : texts.stream().map(Optional::get).collect(Collectors.joining(word, "(", ")")));
    }

    private static Optional<String> test(RowFilter.Test test) {
        if (test.column().path().size() != 1) {
            return Optional.empty();
        }
        String column = Names.quoted(test.column().path().get(0));
        if (test instanceof RowFilter.IsNull) {
            return Optional.of(column + " IS NULL");
        }
        if (test instanceof RowFilter.IsNan) {
            return Optional.of(column + " = 'NaN'::FLOAT");
        }
        if (test instanceof RowFilter.StartsWith starts) {
            return Optional.of("STARTSWITH(" + column + ", " + Names.literal(starts.prefix()) + ")");
        }
        if (test instanceof RowFilter.In in) {
            return in.values().size() > MOST_VALUES || in.values().isEmpty()
                    ? Optional.empty()
                    : Optional.of(column
                            + in.values().stream()
                                    .map(FilterText::literal)
                                    .collect(Collectors.joining(", ", " IN (", ")")));
        }
        RowFilter.Comparison comparison = (RowFilter.Comparison) test;
        return Optional.of(column + " " + comparison.operator().sign() + " " + literal(comparison.value()));
    }

    private static String literal(Literal literal) {
        Object value = Values.json(literal.value());
        if (literal.type() instanceof DataType.Decimal) {
            return value.toString();
        }
        String text = Names.literal(String.valueOf(value));
        return switch (((DataType.Scalar) literal.type()).kind()) {
            case BOOLEAN, INT, LONG -> String.valueOf(value);
            case FLOAT, DOUBLE -> text + "::FLOAT";
            case DATE -> text + "::DATE";
            case TIME -> text + "::TIME";
            case TIMESTAMP, TIMESTAMP_NS -> text + "::TIMESTAMP_NTZ";
            case TIMESTAMPTZ, TIMESTAMPTZ_NS -> text + "::TIMESTAMP_TZ";
            case STRING, UUID, BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> text;
        };
    }
}
