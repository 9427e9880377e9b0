package io.mcpbuffet.spi;

import io.mcpbuffet.model.ColumnRef;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A condition on the rows of one table. NOT stands before single tests only, so putting {@link #all} for any part that a source cannot
 * express keeps every row that is wanted. NULL passes no test but {@link IsNull}, nor its {@link Not}. Whether a source orders NaN
 * above all numbers or lets it pass no comparison is the same here: where NaN would pass, an {@link IsNan} stands beside it. Texts
 * compare by their UTF-8 bytes.
 */
public sealed interface RowFilter {
    /** True for every row. */
    static RowFilter all() {
        return new And(List.of());
    }

    /** True for no row. */
    static RowFilter none() {
        return new Or(List.of());
    }

    /** All parts are true. */
    record And(List<RowFilter> parts) implements RowFilter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.isEmpty() ? "true" : joined(parts, " AND ");
        }
    }

    /** Some part is true. */
    record Or(List<RowFilter> parts) implements RowFilter {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.isEmpty() ? "false" : joined(parts, " OR ");
        }
    }

    /** A test of one column. */
    sealed interface Test extends RowFilter {
        ColumnRef column();
    }

    /** The test is false, not NULL. */
    record Not(Test test) implements RowFilter {
        @Override
        public String toString() {
            return "NOT (" + test + ")";
        }
    }

    /** The column compared with a value of its type. */
    record Comparison(ColumnRef column, Operator operator, Literal value) implements Test {
        @Override
        public String toString() {
            return column + " " + operator.sign() + " " + value;
        }
    }

    /** The column equals one of the values. */
    record In(ColumnRef column, List<Literal> values) implements Test {
        private static final int SHOWN = 10;

        public In {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            String more = values.size() > SHOWN ? ", ... " + values.size() + " values" : "";
            return column + " IN ("
                    + values.stream().limit(SHOWN).map(Literal::toString).collect(Collectors.joining(", ")) + more
                    + ")";
        }
    }

    record IsNull(ColumnRef column) implements Test {
        @Override
        public String toString() {
            return column + " IS NULL";
        }
    }

    record IsNan(ColumnRef column) implements Test {
        @Override
        public String toString() {
            return column + " is NaN";
        }
    }

    /** A text begins with the prefix, case and all. */
    record StartsWith(ColumnRef column, String prefix) implements Test {
        @Override
        public String toString() {
            return column + " starts with '" + prefix.replace("'", "''") + "'";
        }
    }

    enum Operator {
        EQUAL("="),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** The parts that must all be true, for sources that take or leave each. */
    default List<RowFilter> conjuncts() {
        return this instanceof And and ? and.parts() : List.of(this);
    }

    /** All of these. */
    static RowFilter and(List<RowFilter> parts) {
        List<RowFilter> flat = parts.stream()
                .flatMap(part -> part.conjuncts().stream())
                .distinct()
                .toList();
        if (flat.contains(none())) {
            return none();
        }
        return flat.size() == 1 ? flat.get(0) : new And(flat);
    }

    /** Any of these. */
    static RowFilter or(List<RowFilter> parts) {
        List<RowFilter> flat = parts.stream()
                .flatMap(part -> part instanceof Or or ? or.parts().stream() : List.of(part).stream())
                .distinct()
                .toList();
        if (flat.contains(all())) {
            return all();
        }
        return flat.size() == 1 ? flat.get(0) : new Or(flat);
    }

    private static String joined(List<RowFilter> parts, String word) {
        return parts.stream()
                .map(part -> part instanceof And || part instanceof Or ? "(" + part + ")" : part.toString())
                .collect(Collectors.joining(word));
    }
}
