package io.mcpbuffet.engine.push;

import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.DataType.Kind;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowFilter.Operator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Comparisons of casts, years, shifted days and times of zones with constants. The session's zone is UTC. */
final class Computed {
    /** Further than any zone is from UTC. */
    private static final long ZONE_HOURS = 24;
    /** Up to here doubles hold every whole number. */
    private static final BigDecimal EXACT_DOUBLE = BigDecimal.valueOf(1L << 53);

    private static final int DOUBLE_DIGITS = 15;
    private static final Pattern DAYS = Pattern.compile("(-?\\d{1,6}) days?");

    private final Function<Term.Name, Optional<ColumnRef>> columns;

    Computed(Function<Term.Name, Optional<ColumnRef>> columns) {
        this.columns = columns;
    }

    RowFilter compared(Term left, Operator operator, Term.Constant constant) {
        if (left instanceof Term.Cast cast) {
            return column(cast.value())
                    .flatMap(column -> cast(column, cast.type(), operator, constant))
                    .orElse(RowFilter.all());
        }
        if (!(left instanceof Term.Call call) || call.arguments().isEmpty()) {
            return RowFilter.all();
        }
        return switch (call.name()) {
            case "year" -> year(call, operator, constant).orElse(RowFilter.all());
            case "+", "-" -> shifted(call, operator, constant).orElse(RowFilter.all());
            case "timezone" -> zone(call, operator, constant).orElse(RowFilter.all());
            default -> RowFilter.all();
        };
    }

    private Optional<ColumnRef> column(Term term) {
        return term instanceof Term.Name name ? columns.apply(name) : Optional.empty();
    }

    private static boolean temporal(ColumnRef column) {
        return Ranges.isKind(column, Kind.DATE) || timestamp(column);
    }

    private static boolean timestamp(ColumnRef column) {
        return Ranges.isKind(column, Kind.TIMESTAMP) || Ranges.isKind(column, Kind.TIMESTAMPTZ);
    }

    private static Optional<RowFilter> cast(ColumnRef column, String type, Operator operator, Term.Constant constant) {
        if (type.equals("DATE") && timestamp(column)) {
            return Constants.date(constant).map(day -> Ranges.days(column, operator, day, day.plusDays(1)));
        }
        if (type.equals("TIMESTAMP") || type.equals("TIMESTAMP WITH TIME ZONE")) {
            return Constants.moment(constant).flatMap(moment -> moment(column, operator, moment));
        }
        boolean whole = Ranges.isKind(column, Kind.INT) || Ranges.isKind(column, Kind.LONG);
        boolean exactType = type.startsWith("DECIMAL(") || type.equals("BIGINT") || type.equals("HUGEINT");
        if (exactType && (whole || column.type() instanceof DataType.Decimal)) {
            return Constants.number(constant).map(number -> Ranges.number(column, operator, number));
        }
        return type.equals("DOUBLE") ? asDouble(column, whole, operator, constant) : Optional.empty();
    }

    private static Optional<RowFilter> moment(ColumnRef column, Operator operator, LocalDateTime moment) {
        if (Ranges.isKind(column, Kind.DATE)) {
            return Optional.of(Ranges.moment(column, operator, moment));
        }
        return timestamp(column)
                ? Optional.of(Ranges.compare(column, operator, Constants.at(column.type(), moment)))
                : Optional.empty();
    }

    /** A cast to double keeps the order but may make neighbours equal, so only numbers that doubles tell apart are taken. */
    private static Optional<RowFilter> asDouble(
            ColumnRef column, boolean whole, Operator operator, Term.Constant constant) {
        boolean apart =
                whole || (column.type() instanceof DataType.Decimal decimal && decimal.precision() <= DOUBLE_DIGITS);
        return Constants.number(constant)
                .filter(number -> apart && number.abs().compareTo(EXACT_DOUBLE) < 0)
                .map(number -> about(column, operator, number));
    }

    private static RowFilter about(ColumnRef column, Operator operator, BigDecimal number) {
        if (!(column.type() instanceof DataType.Decimal decimal)) {
            return Ranges.number(column, operator, new BigDecimal(number.doubleValue()));
        }
        BigDecimal unit = BigDecimal.ONE.movePointLeft(decimal.scale());
        return switch (operator) {
            case EQUAL ->
                RowFilter.and(List.of(
                        Ranges.number(column, Operator.GREATER_OR_EQUAL, number.subtract(unit)),
                        Ranges.number(column, Operator.LESS_OR_EQUAL, number.add(unit))));
            case NOT_EQUAL -> RowFilter.all();
            case LESS, LESS_OR_EQUAL -> Ranges.number(column, Operator.LESS_OR_EQUAL, number.add(unit));
            case GREATER, GREATER_OR_EQUAL -> Ranges.number(column, Operator.GREATER_OR_EQUAL, number.subtract(unit));
        };
    }

    private Optional<RowFilter> year(Term.Call call, Operator operator, Term.Constant constant) {
        return column(call.first()).filter(Computed::temporal).flatMap(column -> Constants.number(constant)
                .filter(year -> year.scale() <= 0 && year.signum() > 0 && year.compareTo(BigDecimal.valueOf(9000)) < 0)
                .map(year -> Ranges.years(column, operator, year.intValueExact())));
    }

    /** A date and a number of days, or a column and an interval of days, which makes a timestamp of a date. */
    private Optional<RowFilter> shifted(Term.Call call, Operator operator, Term.Constant constant) {
        Optional<ColumnRef> column = column(call.first()).filter(Computed::temporal);
        if (column.isEmpty() || !(call.arguments().get(1) instanceof Term.Constant by)) {
            return Optional.empty();
        }
        long sign = call.is("-") ? 1 : -1;
        if (by.type().equals("INTERVAL")) {
            Matcher days = DAYS.matcher(by.text());
            return days.matches()
                    ? Constants.moment(constant)
                            .flatMap(moment -> moment(
                                    column.get(), operator, moment.plusDays(sign * Long.parseLong(days.group(1)))))
                    : Optional.empty();
        }
        if (!Ranges.isKind(column.get(), Kind.DATE)) {
            return Optional.empty();
        }
        Optional<LocalDate> day = Constants.date(constant);
        return Constants.number(by)
                .filter(days -> days.scale() <= 0 && days.abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0)
                .flatMap(days -> day.map(from -> from.plusDays(sign * days.longValueExact())))
                .map(from -> Ranges.compare(column.get(), operator, from));
    }

    private Optional<RowFilter> zone(Term.Call call, Operator operator, Term.Constant constant) {
        if (call.arguments().size() != 2 || !(call.first() instanceof Term.Constant)) {
            return Optional.empty();
        }
        return column(call.arguments().get(1)).filter(Computed::timestamp).flatMap(column -> Constants.moment(constant)
                .map(moment -> Ranges.about(column, operator, moment, ZONE_HOURS)));
    }
}
