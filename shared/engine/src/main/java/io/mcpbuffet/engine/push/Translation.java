package io.mcpbuffet.engine.push;

import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowFilter.In;
import io.mcpbuffet.spi.RowFilter.IsNan;
import io.mcpbuffet.spi.RowFilter.IsNull;
import io.mcpbuffet.spi.RowFilter.Not;
import io.mcpbuffet.spi.RowFilter.Operator;
import io.mcpbuffet.spi.RowFilter.StartsWith;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Conditions of plans as row filters. A filter is true for every row that the condition is true for, and perhaps for more: what is not
 * understood is taken to be true.
 */
final class Translation {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 .:+_/-]*");

    private final Function<Term.Name, Optional<ColumnRef>> columns;
    private final Computed computed;

    Translation(Function<Term.Name, Optional<ColumnRef>> columns) {
        this.columns = columns;
        this.computed = new Computed(columns);
    }

    /** Whether the filter is true for no row that the condition is not true for. */
    boolean isExact(Term term) {
        if (!(term instanceof Term.Call call)) {
            return term instanceof Term.Name name
                    && columns.apply(name)
                            .filter(column -> Ranges.isKind(column, DataType.Kind.BOOLEAN))
                            .isPresent();
        }
        return switch (call.name()) {
            case "AND", "OR" -> call.arguments().stream().allMatch(this::isExact);
            case "IS NULL", "IS NOT NULL" -> column(call.first()).isPresent();
            case "IN" -> call.arguments().stream().skip(1).allMatch(value -> isExact(call.first(), value));
            default ->
                operator(call.name()).isPresent()
                        && call.arguments().size() == 2
                        && (isExact(call.arguments().get(0), call.arguments().get(1))
                                || isExact(
                                        call.arguments().get(1),
                                        call.arguments().get(0)));
        };
    }

    /** Of types that are compared alike everywhere, with texts that no plan writes in another way. */
    private boolean isExact(Term name, Term value) {
        Optional<ColumnRef> column = column(name);
        return column.isPresent()
                && !column.get().floating()
                && value instanceof Term.Constant constant
                && PLAIN.matcher(constant.text()).matches()
                && Constants.literal(column.get().type(), constant).isPresent();
    }

    RowFilter of(Term condition) {
        return filter(condition, true);
    }

    /** Rows for which the condition is {@code wanted}; for NULL it is neither. */
    private RowFilter filter(Term term, boolean wanted) {
        if (term instanceof Term.Name name) {
            return columns.apply(name)
                    .filter(column -> Ranges.isKind(column, DataType.Kind.BOOLEAN))
                    .map(column -> Ranges.compare(column, Operator.EQUAL, wanted))
                    .orElse(RowFilter.all());
        }
        return term instanceof Term.Call call ? call(call, wanted) : RowFilter.all();
    }

    private RowFilter call(Term.Call call, boolean wanted) {
        return switch (call.name()) {
            case "AND" -> junction(call, wanted, wanted);
            case "OR" -> junction(call, !wanted, wanted);
            case "NOT" -> filter(call.first(), !wanted);
            case "IS NULL" -> isNull(call, wanted);
            case "IS NOT NULL" -> isNull(call, !wanted);
            case "IS NOT DISTINCT FROM" -> distinct(call, !wanted);
            case "IS DISTINCT FROM" -> distinct(call, wanted);
            case "IN" -> in(call, wanted);
            case "isnan" -> test(call, IsNan::new, wanted);
            case "prefix", "starts_with" -> prefix(call, wanted);
            default -> comparison(call, wanted);
        };
    }

    private RowFilter junction(Term.Call call, boolean all, boolean wanted) {
        List<RowFilter> parts =
                call.arguments().stream().map(part -> filter(part, wanted)).toList();
        return all ? RowFilter.and(parts) : RowFilter.or(parts);
    }

    private Optional<ColumnRef> column(Term term) {
        return term instanceof Term.Name name ? columns.apply(name) : Optional.empty();
    }

    private RowFilter isNull(Term.Call call, boolean wanted) {
        return test(call, IsNull::new, wanted);
    }

    private RowFilter test(Term.Call call, Function<ColumnRef, RowFilter.Test> make, boolean wanted) {
        return column(call.first())
                .map(make)
                .map(test -> wanted ? (RowFilter) test : new Not(test))
                .orElse(RowFilter.all());
    }

    private RowFilter distinct(Term.Call call, boolean wanted) {
        Optional<ColumnRef> column = column(call.first());
        if (column.isEmpty() || !(call.arguments().get(1) instanceof Term.Constant constant)) {
            return RowFilter.all();
        }
        Operator operator = wanted ? Operator.NOT_EQUAL : Operator.EQUAL;
        RowFilter compared = Constants.literal(column.get().type(), constant)
                .map(literal -> Ranges.compare(column.get(), operator, literal.value()))
                .orElse(RowFilter.all());
        return wanted ? RowFilter.or(List.of(new IsNull(column.get()), compared)) : compared;
    }

    private RowFilter in(Term.Call call, boolean wanted) {
        Optional<ColumnRef> column = column(call.first());
        List<Literal> values = new ArrayList<>();
        for (Term value : call.arguments().subList(1, call.arguments().size())) {
            Optional<Literal> literal = column.filter(any -> value instanceof Term.Constant)
                    .flatMap(known -> Constants.literal(known.type(), (Term.Constant) value));
            if (literal.isEmpty()) {
                return RowFilter.all();
            }
            values.add(literal.get());
        }
        if (wanted) {
            return new In(column.get(), values);
        }
        RowFilter others = new Not(new In(column.get(), values));
        return column.get().floating() ? RowFilter.or(List.of(others, new IsNan(column.get()))) : others;
    }

    private RowFilter prefix(Term.Call call, boolean wanted) {
        Optional<ColumnRef> column = column(call.first());
        if (column.isEmpty()
                || call.arguments().size() != 2
                || !(call.arguments().get(1) instanceof Term.Constant constant)
                || !constant.quoted()
                || !constant.type().isEmpty()) {
            return RowFilter.all();
        }
        StartsWith test = new StartsWith(column.get(), constant.text());
        return wanted ? test : new Not(test);
    }

    private RowFilter comparison(Term.Call call, boolean wanted) {
        Optional<Operator> operator = operator(call.name());
        if (operator.isEmpty() || call.arguments().size() != 2) {
            return RowFilter.all();
        }
        Operator meant = wanted ? operator.get() : negated(operator.get());
        Term left = call.arguments().get(0);
        Term right = call.arguments().get(1);
        if (right instanceof Term.Constant constant) {
            return compared(left, meant, constant);
        }
        return left instanceof Term.Constant constant ? compared(right, flipped(meant), constant) : RowFilter.all();
    }

    private RowFilter compared(Term left, Operator operator, Term.Constant constant) {
        Optional<ColumnRef> column = column(left);
        if (column.isPresent()) {
            return Constants.literal(column.get().type(), constant)
                    .map(literal -> Ranges.compare(column.get(), operator, literal.value()))
                    .orElse(RowFilter.all());
        }
        return computed.compared(left, operator, constant);
    }

    private static Optional<Operator> operator(String sign) {
        for (Operator operator : Operator.values()) {
            if (operator.sign().equals(sign)) {
                return Optional.of(operator);
            }
        }
        return Optional.empty();
    }

    private static Operator negated(Operator operator) {
        return switch (operator) {
            case EQUAL -> Operator.NOT_EQUAL;
            case NOT_EQUAL -> Operator.EQUAL;
            case LESS -> Operator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Operator.GREATER;
            case GREATER -> Operator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Operator.LESS;
        };
    }

    private static Operator flipped(Operator operator) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL -> operator;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
        };
    }
}
