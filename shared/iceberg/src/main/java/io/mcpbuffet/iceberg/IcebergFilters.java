package io.mcpbuffet.iceberg;

import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowFilter.Operator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Row filters as Iceberg expressions for planning. What Iceberg cannot say, or where its order of values is another one, becomes true.
 *
 * @param schema whose names the filter has
 * @param scanned whose names Iceberg binds the expression to ({@link PlanningTable#bound}); fields are the same by id
 * @param all every schema that the table has had
 * @param specs every way in which the table has been partitioned
 */
record IcebergFilters(Schema schema, Schema scanned, Collection<Schema> all, Collection<PartitionSpec> specs) {
    /** Beyond this Iceberg does not compare single values with bounds. */
    private static final int MAX_VALUES = 200;

    /** The parts of a filter that planning can use. */
    RowFilter usable(RowFilter filter) {
        return RowFilter.and(filter.conjuncts().stream()
                .filter(part -> expression(part).op() != Expression.Operation.TRUE)
                .toList());
    }

    Expression expression(RowFilter filter) {
        if (filter instanceof RowFilter.And and) {
            return and.parts().stream().map(this::expression).reduce(Expressions.alwaysTrue(), Expressions::and);
        }
        if (filter instanceof RowFilter.Or or) {
            return or.parts().stream().map(this::expression).reduce(Expressions.alwaysFalse(), Expressions::or);
        }
        if (filter instanceof RowFilter.Not not) {
            Expression test = test(not.test());
            return test.op() == Expression.Operation.TRUE ? test : Expressions.not(test);
        }
        return test((RowFilter.Test) filter);
    }

    private Expression test(RowFilter.Test test) {
        Optional<String> name = name(test.column());
        if (name.isEmpty()) {
            return Expressions.alwaysTrue();
        }
        if (test instanceof RowFilter.Comparison comparison) {
            return comparison(name.get(), comparison.operator(), value(comparison.value()));
        }
        if (test instanceof RowFilter.In in) {
            return in(name.get(), in.values());
        }
        if (test instanceof RowFilter.IsNull) {
            return Expressions.isNull(name.get());
        }
        if (test instanceof RowFilter.IsNan) {
            return Expressions.isNaN(name.get());
        }
        return Expressions.startsWith(name.get(), ((RowFilter.StartsWith) test).prefix());
    }

    private static Expression comparison(String name, Operator operator, Object value) {
        boolean zero = value instanceof Double number && number == 0;
        return switch (operator) {
            case EQUAL -> zero ? zero(name) : Expressions.equal(name, value);
            case NOT_EQUAL -> zero ? Expressions.not(zero(name)) : Expressions.notEqual(name, value);
            case LESS -> Expressions.lessThan(name, zero ? (Object) (-0.0) : value);
            case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(name, zero ? (Object) 0.0 : value);
            case GREATER -> Expressions.greaterThan(name, zero ? (Object) 0.0 : value);
            case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(name, zero ? (Object) (-0.0) : value);
        };
    }

    /** SQL knows one zero, Iceberg's order two. */
    private static Expression zero(String name) {
        return Expressions.and(Expressions.greaterThanOrEqual(name, -0.0), Expressions.lessThanOrEqual(name, 0.0));
    }

    private static Expression in(String name, List<Literal> literals) {
        Set<Object> values = new LinkedHashSet<>();
        for (Literal literal : literals) {
            Object value = value(literal);
            if (value instanceof Double number && number == 0) {
                values.addAll(List.of(0.0, -0.0));
            } else {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            return Expressions.alwaysFalse();
        }
        List<Object> all = new ArrayList<>(values);
        Expression any = Expressions.alwaysFalse();
        for (int from = 0; from < all.size(); from += MAX_VALUES) {
            any = Expressions.or(any, Expressions.in(name, all.subList(from, Math.min(from + MAX_VALUES, all.size()))));
        }
        return any;
    }

    /** As Iceberg takes it: times as text, which it reads for the type of the column. */
    private static Object value(Literal literal) {
        Object value = literal.value();
        if (value instanceof BigDecimal decimal && literal.type() instanceof io.mcpbuffet.model.DataType.Decimal type) {
            return decimal.setScale(type.scale(), RoundingMode.UNNECESSARY);
        }
        return value instanceof Long || value instanceof Double || value instanceof Boolean ? value : value.toString();
    }

    /** The name in the schema that is scanned; none where the field is not in it or has had a type that compares otherwise. */
    private Optional<String> name(ColumnRef column) {
        Types.NestedField field = field(column);
        if (field == null
                || !field.type().isPrimitiveType()
                || field.type().typeId() == Type.TypeID.UUID
                || isPartitionOfNanos(field)) {
            return Optional.empty();
        }
        Types.NestedField found = scanned.findField(field.fieldId());
        boolean same = found != null
                && all.stream()
                        .map(schema -> schema.findField(field.fieldId()))
                        .allMatch(old -> old == null || comparable(old.type(), field.type()));
        return same ? Optional.of(scanned.findColumnName(field.fieldId())) : Optional.empty();
    }

    /** Iceberg takes the nanoseconds of an identity partition for microseconds. */
    private boolean isPartitionOfNanos(Types.NestedField field) {
        return field.type().typeId() == Type.TypeID.TIMESTAMP_NANO
                && specs.stream()
                        .flatMap(spec -> spec.fields().stream())
                        .anyMatch(part -> part.sourceId() == field.fieldId()
                                && part.transform().isIdentity());
    }

    private Types.NestedField field(ColumnRef column) {
        Types.StructType struct = schema.asStruct();
        Types.NestedField field = null;
        for (String name : column.path()) {
            field = struct == null ? null : struct.field(name);
            if (field == null) {
                return null;
            }
            struct = field.type().isStructType() ? field.type().asStructType() : null;
        }
        return field;
    }

    /** Bounds of files that were written before a promotion are read as the type of today. */
    private static boolean comparable(Type one, Type other) {
        return family(one).equals(family(other));
    }

    private static String family(Type type) {
        return switch (type.typeId()) {
            case INTEGER, LONG -> "whole";
            case FLOAT, DOUBLE -> "floating";
            case DECIMAL -> "decimal" + ((Types.DecimalType) type).scale();
            default -> type.toString();
        };
    }
}
