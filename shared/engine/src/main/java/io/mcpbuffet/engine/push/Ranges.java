package io.mcpbuffet.engine.push;

import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowFilter.Comparison;
import io.mcpbuffet.spi.RowFilter.IsNan;
import io.mcpbuffet.spi.RowFilter.IsNull;
import io.mcpbuffet.spi.RowFilter.Not;
import io.mcpbuffet.spi.RowFilter.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** Comparisons of what is computed from a column, as conditions on the column itself. */
final class Ranges {
    private Ranges() {}

    /** A column with a value of its type. DuckDB orders NaN above all numbers. */
    static RowFilter compare(ColumnRef column, Operator operator, Object value) {
        RowFilter comparison = new Comparison(column, operator, new Literal(column.type(), value));
        boolean above =
                operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL || operator == Operator.NOT_EQUAL;
        return column.floating() && above ? RowFilter.or(List.of(comparison, new IsNan(column))) : comparison;
    }

    /** Steps upwards with the column: {@code step op value} where the step begins at {@code start} and ends before {@code end}. */
    static RowFilter step(ColumnRef column, Operator operator, Object start, Object end) {
        return switch (operator) {
            case EQUAL ->
                RowFilter.and(List.of(
                        compare(column, Operator.GREATER_OR_EQUAL, start), compare(column, Operator.LESS, end)));
            case NOT_EQUAL ->
                RowFilter.or(List.of(
                        compare(column, Operator.LESS, start), compare(column, Operator.GREATER_OR_EQUAL, end)));
            case LESS -> compare(column, Operator.LESS, start);
            case LESS_OR_EQUAL -> compare(column, Operator.LESS, end);
            case GREATER -> compare(column, Operator.GREATER_OR_EQUAL, end);
            case GREATER_OR_EQUAL -> compare(column, Operator.GREATER_OR_EQUAL, start);
        };
    }

    /**
     * A column with a value that may lie between two values of its type.
     *
     * @param below the largest value of the type that is not above
     * @param exact {@code below} is the value itself
     */
    static RowFilter between(ColumnRef column, Operator operator, Object below, boolean exact) {
        if (exact) {
            return compare(column, operator, below);
        }
        return switch (operator) {
            case EQUAL -> RowFilter.none();
            case NOT_EQUAL -> new Not(new IsNull(column));
            case LESS, LESS_OR_EQUAL -> compare(column, Operator.LESS_OR_EQUAL, below);
            case GREATER, GREATER_OR_EQUAL -> compare(column, Operator.GREATER, below);
        };
    }

    static RowFilter years(ColumnRef column, Operator operator, int year) {
        LocalDate first = LocalDate.of(year, 1, 1);
        return days(column, operator, first, first.plusYears(1));
    }

    /** A column of dates or timestamps with the days from one up to another. */
    static RowFilter days(ColumnRef column, Operator operator, LocalDate from, LocalDate to) {
        boolean date = isKind(column, DataType.Kind.DATE);
        return step(
                column,
                operator,
                date ? from : Constants.at(column.type(), from.atStartOfDay()),
                date ? to : Constants.at(column.type(), to.atStartOfDay()));
    }

    /** A date with a moment. */
    static RowFilter moment(ColumnRef date, Operator operator, LocalDateTime moment) {
        LocalDate day = moment.toLocalDate();
        return between(date, operator, day, moment.equals(day.atStartOfDay()));
    }

    /** A column of whole or decimal numbers with a number of any scale. */
    static RowFilter number(ColumnRef column, Operator operator, BigDecimal number) {
        int scale = column.type() instanceof DataType.Decimal decimal ? decimal.scale() : 0;
        BigDecimal below = number.setScale(scale, RoundingMode.FLOOR);
        boolean exact = below.compareTo(number) == 0;
        if (column.type() instanceof DataType.Decimal) {
            return between(column, operator, below, exact);
        }
        BigInteger whole = below.toBigInteger();
        return whole.bitLength() > 62 ? RowFilter.all() : between(column, operator, whole.longValueExact(), exact);
    }

    /** A moment known up to a difference either way; what is kept may be too much. */
    static RowFilter about(ColumnRef column, Operator operator, LocalDateTime moment, long hours) {
        Object early = Constants.at(column.type(), moment.minusHours(hours));
        Object late = Constants.at(column.type(), moment.plusHours(hours));
        return switch (operator) {
            case EQUAL ->
                RowFilter.and(List.of(
                        compare(column, Operator.GREATER_OR_EQUAL, early),
                        compare(column, Operator.LESS_OR_EQUAL, late)));
            case NOT_EQUAL -> RowFilter.all();
            case LESS, LESS_OR_EQUAL -> compare(column, Operator.LESS_OR_EQUAL, late);
            case GREATER, GREATER_OR_EQUAL -> compare(column, Operator.GREATER_OR_EQUAL, early);
        };
    }

    static boolean isKind(ColumnRef column, DataType.Kind kind) {
        return column.type() instanceof DataType.Scalar scalar && scalar.kind() == kind;
    }
}
