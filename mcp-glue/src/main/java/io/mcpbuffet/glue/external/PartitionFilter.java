package io.mcpbuffet.glue.external;

import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The part of a filter that partitions can be left out by: that on partition keys. */
final class PartitionFilter {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_ .:/+-]*");
    private static final int MAX_EXPRESSION = 2_000;

    private final List<RowFilter> parts;

    /** @param keys names of the partition keys */
    PartitionFilter(RowFilter filter, Set<String> keys) {
        this.parts =
                filter.conjuncts().stream().filter(part -> isOn(part, keys)).toList();
    }

    private static boolean isOn(RowFilter filter, Set<String> keys) {
        if (filter instanceof RowFilter.And and) {
            return and.parts().stream().allMatch(part -> isOn(part, keys));
        }
        if (filter instanceof RowFilter.Or or) {
            return or.parts().stream().allMatch(part -> isOn(part, keys));
        }
        RowFilter.Test test = filter instanceof RowFilter.Not not ? not.test() : (RowFilter.Test) filter;
        return test.column().path().size() == 1
                && keys.contains(test.column().path().get(0));
    }

    /** What partitions are left out by. */
    RowFilter filter() {
        return RowFilter.and(parts);
    }

    /** Conditions that this key alone decides. */
    PartitionFilter on(String key) {
        return new PartitionFilter(filter(), Set.of(key));
    }

    /** Whether a partition with these values has rows that are wanted. */
    boolean accepts(Map<String, Object> values) {
        return parts.stream().allMatch(part -> isTrue(part, values));
    }

    /** The values that a key must have one of; empty where that is open. */
    Optional<List<Object>> only(String key) {
        for (RowFilter part : on(key).parts) {
            if (part instanceof RowFilter.Comparison test && test.operator() == RowFilter.Operator.EQUAL) {
                return Optional.of(List.of(test.value().value()));
            }
            if (part instanceof RowFilter.In test) {
                return Optional.of(test.values().stream().map(Literal::value).toList());
            }
        }
        return Optional.empty();
    }

    private static boolean isTrue(RowFilter filter, Map<String, Object> values) {
        if (filter instanceof RowFilter.And and) {
            return and.parts().stream().allMatch(part -> isTrue(part, values));
        }
        if (filter instanceof RowFilter.Or or) {
            return or.parts().stream().anyMatch(part -> isTrue(part, values));
        }
        if (filter instanceof RowFilter.Not not) {
            Object value = values.get(not.test().column().path().get(0));
            return not.test() instanceof RowFilter.IsNull
                    ? value != null
                    : value != null && !isTrue(not.test(), values);
        }
        RowFilter.Test test = (RowFilter.Test) filter;
        Object value = values.get(test.column().path().get(0));
        return value == null ? test instanceof RowFilter.IsNull : passes(test, value);
    }

    private static boolean passes(RowFilter.Test test, Object value) {
        if (test instanceof RowFilter.Comparison comparison) {
            int order = compare(value, comparison.value().value());
            return switch (comparison.operator()) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
        if (test instanceof RowFilter.In in) {
            return in.values().stream().anyMatch(each -> compare(value, each.value()) == 0);
        }
        if (test instanceof RowFilter.StartsWith starts) {
            return value.toString().startsWith(starts.prefix());
        }
        return test instanceof RowFilter.IsNan && value instanceof Double number && number.isNaN();
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object left, Object right) {
        if (left instanceof String text) {
            return Arrays.compareUnsigned(
                    text.getBytes(StandardCharsets.UTF_8), right.toString().getBytes(StandardCharsets.UTF_8));
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** The same for Glue, as far as that can be written without doubt; {@link #accepts} still has to be asked. */
    Optional<String> expression() {
        List<String> terms = new ArrayList<>();
        int length = 0;
        for (RowFilter part : parts) {
            Optional<String> term = term(part);
            if (term.isPresent() && length + term.get().length() < MAX_EXPRESSION) {
                terms.add(term.get());
                length += term.get().length() + 5;
            }
        }
        return terms.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", terms));
    }

    private static Optional<String> term(RowFilter part) {
        if (part instanceof RowFilter.Comparison test) {
            return name(test).flatMap(name -> literal(test.value())
                    .map(value -> name + " " + test.operator().sign() + " " + value));
        }
        if (part instanceof RowFilter.In test) {
            List<String> values = test.values().stream()
                    .flatMap(value -> literal(value).stream())
                    .toList();
            return values.size() < test.values().size()
                    ? Optional.empty()
                    : name(test).map(name -> values.stream().collect(Collectors.joining(", ", name + " IN (", ")")));
        }
        return Optional.empty();
    }

    private static Optional<String> name(RowFilter.Test test) {
        return Optional.of(test.column().path().get(0))
                .filter(name -> NAME.matcher(name).matches());
    }

    private static Optional<String> literal(Literal literal) {
        Object value = literal.value();
        if (value instanceof Long) {
            return Optional.of(value.toString());
        }
        boolean text = value instanceof String || value instanceof java.time.LocalDate;
        return text && TEXT.matcher(value.toString()).matches() ? Optional.of("'" + value + "'") : Optional.empty();
    }
}
