package io.mcpbuffet.router.peer;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A filter as SQL, as far as the dialect of another server has words for it.
 *
 * @param sql empty where every row passes
 * @param pushed the part that the SQL says
 */
record FilterText(Optional<String> sql, RowFilter pushed) {
    static final String DUCKDB = "duckdb";

    private static final int MOST_VALUES = 5000;

    /** A statement is bounded there. */
    private static final int MOST_CHARACTERS = 80_000;

    static FilterText of(RowFilter filter, String dialect) {
        boolean duckdb = dialect.equalsIgnoreCase(DUCKDB);
        List<String> parts = new ArrayList<>();
        List<RowFilter> pushed = new ArrayList<>();
        int length = 0;
        for (RowFilter part : filter.conjuncts()) {
            Optional<String> sql = text(part, duckdb);
            if (sql.isPresent() && length + sql.get().length() <= MOST_CHARACTERS) {
                length += sql.get().length();
                parts.add(sql.get());
                pushed.add(part);
            }
        }
        return new FilterText(
                parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", parts)), RowFilter.and(pushed));
    }

    /** Nothing where some part has no words: half an OR is no filter. */
    private static Optional<String> text(RowFilter filter, boolean duckdb) {
        if (filter instanceof RowFilter.And and) {
            return joined(and.parts(), " AND ", "TRUE", duckdb);
        }
        if (filter instanceof RowFilter.Or or) {
            return joined(or.parts(), " OR ", "FALSE", duckdb);
        }
        if (filter instanceof RowFilter.Not not) {
            return test(not.test(), duckdb).map(sql -> "NOT (" + sql + ")");
        }
        return test((RowFilter.Test) filter, duckdb);
    }

    private static Optional<String> joined(List<RowFilter> parts, String word, String none, boolean duckdb) {
        List<Optional<String>> texts =
                parts.stream().map(part -> text(part, duckdb)).toList();
        if (texts.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                texts.isEmpty() ? none : texts.stream().map(Optional::get).collect(Collectors.joining(word, "(", ")")));
    }

    private static Optional<String> test(RowFilter.Test test, boolean duckdb) {
        if (test.column().path().size() != 1) {
            return Optional.empty();
        }
        String column = PeerNames.quoted(test.column().path().get(0));
        if (test instanceof RowFilter.IsNull) {
            return Optional.of(column + " IS NULL");
        }
        if (test instanceof RowFilter.IsNan) {
            return duckdb ? Optional.of("isnan(" + column + ")") : Optional.empty();
        }
        if (test instanceof RowFilter.StartsWith starts) {
            return duckdb
                    ? Optional.of("starts_with(" + column + ", " + quoted(starts.prefix()) + ")")
                    : Optional.empty();
        }
        if (test instanceof RowFilter.In in) {
            return in(column, in, duckdb);
        }
        RowFilter.Comparison comparison = (RowFilter.Comparison) test;
        return literal(comparison.value(), duckdb)
                .map(value -> column + " " + comparison.operator().sign() + " " + value);
    }

    private static Optional<String> in(String column, RowFilter.In in, boolean duckdb) {
        List<Optional<String>> values =
                in.values().stream().map(value -> literal(value, duckdb)).toList();
        if (values.isEmpty() || values.size() > MOST_VALUES || values.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(column + values.stream().map(Optional::get).collect(Collectors.joining(", ", " IN (", ")")));
    }

    /** Of what every dialect writes alike; of all else in DuckDB's only. */
    private static Optional<String> literal(Literal literal, boolean duckdb) {
        String text = String.valueOf(Values.json(literal.value()));
        if (literal.type() instanceof DataType.Decimal decimal) {
            return Optional.of(duckdb ? cast(text, decimal.toString()) : text);
        }
        Kind kind = ((DataType.Scalar) literal.type()).kind();
        return switch (kind) {
            case BOOLEAN, INT, LONG -> Optional.of(text);
            case STRING -> Optional.of(quoted(text)).filter(q -> duckdb || text.indexOf('\\') < 0);
            case DATE -> Optional.of("DATE " + quoted(text));
            case FLOAT, DOUBLE, UUID, TIME ->
                Optional.of(cast(text, kind.name())).filter(q -> duckdb);
            case TIMESTAMP, TIMESTAMP_NS -> Optional.of(cast(text, "TIMESTAMP")).filter(q -> duckdb);
            case TIMESTAMPTZ, TIMESTAMPTZ_NS ->
                Optional.of(cast(text, "TIMESTAMPTZ")).filter(q -> duckdb);
            case BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> Optional.empty();
        };
    }

    private static String cast(String text, String type) {
        return "CAST(" + quoted(text) + " AS " + type + ")";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
