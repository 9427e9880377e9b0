package io.mcpbuffet.engine.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.bind.JoinKeys;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.RowFilter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the small side of a join before the rest of a statement, for the values that the large side can be narrowed to. */
record KeyRuns(Worker worker) {
    private static final int MOST_KEYS = 1000;
    private static final int PAGE_BYTES = 1 << 20;
    /** Longer texts may have been cut on their way. */
    private static final int LONGEST = 1000;

    /** True for all rows of the narrowed table that may match; empty where that is not to be told. */
    Optional<RowFilter> filter(JoinKeys.Key key, Relation partner, Duration left) {
        try {
            JobResult distinct = worker.run(job(distinct(key.query()), partner, left), Progress.NONE);
            ColumnRef column =
                    new ColumnRef(List.of(key.column().name()), key.column().type());
            if (distinct.more() || distinct.page().rows().size() > MOST_KEYS) {
                JobResult ends = worker.run(job(ends(key.query()), partner, left), Progress.NONE);
                return range(column, key.column(), ends.page().rows().get(0));
            }
            List<Object> values =
                    distinct.page().rows().stream().map(row -> row.get(0)).toList();
            return literals(key.column(), values).map(found -> new RowFilter.In(column, found));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.TIMED_OUT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static Job job(JsonNode tree, Relation partner, Duration left) {
        return new Job(tree, List.of(partner), false, MOST_KEYS + 1, PAGE_BYTES, left.toMillis());
    }

    private static ObjectNode select(ObjectNode document) {
        return (ObjectNode) document.path("statements").path(0).path("node");
    }

    private static ObjectNode distinct(ObjectNode query) {
        ObjectNode document = query.deepCopy();
        ArrayNode modifiers = select(document).putArray("modifiers");
        modifiers.addObject().put("type", "DISTINCT_MODIFIER").putArray("distinct_on_targets");
        ObjectNode limit = modifiers.addObject().put("type", "LIMIT_MODIFIER");
        ObjectNode most = limit.putObject("limit");
        most.put("class", "CONSTANT").put("type", "VALUE_CONSTANT").put("alias", "");
        most.putObject("literal").put("kind", "INTEGER").put("text", Integer.toString(MOST_KEYS + 1));
        limit.putNull("offset").put("limit_type", "ROW_COUNT");
        return document;
    }

    private static ObjectNode ends(ObjectNode query) {
        ObjectNode document = query.deepCopy();
        JsonNode column = select(document).path("select_list").path(0).deepCopy();
        ArrayNode list = select(document).putArray("select_list");
        for (String end : List.of("min", "max")) {
            ObjectNode call = list.addObject();
            call.put("class", "FUNCTION")
                    .put("type", "FUNCTION")
                    .put("alias", "")
                    .put("function_name", end);
            call.putNull("filter")
                    .putObject("order_bys")
                    .put("type", "ORDER_MODIFIER")
                    .putArray("orders");
            call.put("distinct", false).put("is_operator", false);
            call.putArray("arguments").addObject().put("name", "").set("expression", column);
            call.putObject("qualified_name").putArray("path").add(end);
        }
        return document;
    }

    private static Optional<RowFilter> range(ColumnRef column, Field field, List<Object> ends) {
        Optional<List<Literal>> found = literals(field, ends).filter(literals -> literals.size() == 2);
        return found.map(literals -> RowFilter.and(List.of(
                new RowFilter.Comparison(column, RowFilter.Operator.GREATER_OR_EQUAL, literals.get(0)),
                new RowFilter.Comparison(column, RowFilter.Operator.LESS_OR_EQUAL, literals.get(1)))));
    }

    /** Those that the column can hold, without NULL, which equals nothing. Empty where one is not understood. */
    private static Optional<List<Literal>> literals(Field field, List<Object> values) {
        List<Literal> literals = new ArrayList<>();
        for (Object value : values) {
            if (value == null) {
                continue;
            }
            Optional<Object> converted = value(field.type(), value.toString());
            if (converted.isEmpty()) {
                return Optional.empty();
            }
            if (!converted.get().equals(NONE)) {
                literals.add(new Literal(field.type(), converted.get()));
            }
        }
        return Optional.of(literals);
    }

    /** What no value of the column equals. */
    private static final Object NONE = new Object();

    private static Optional<Object> value(DataType type, String text) {
        try {
            if (type instanceof DataType.Decimal decimal) {
                return Optional.of(decimal(new BigDecimal(text), decimal));
            }
            return switch (((DataType.Scalar) type).kind()) {
                case INT -> Optional.of(whole(new BigDecimal(text), Integer.MIN_VALUE, Integer.MAX_VALUE));
                case LONG -> Optional.of(whole(new BigDecimal(text), Long.MIN_VALUE, Long.MAX_VALUE));
                case DATE -> Optional.of(LocalDate.parse(text));
                default -> text.length() < LONGEST ? Optional.of(text) : Optional.empty();
            };
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Object whole(BigDecimal number, long least, long most) {
        boolean fits = number.stripTrailingZeros().scale() <= 0
                && number.compareTo(BigDecimal.valueOf(least)) >= 0
                && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        return fits ? (Object) number.longValueExact() : NONE;
    }

    private static Object decimal(BigDecimal number, DataType.Decimal type) {
        if (number.stripTrailingZeros().scale() > type.scale()) {
            return NONE;
        }
        BigDecimal scaled = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
        return scaled.precision() <= type.precision() ? scaled : NONE;
    }
}
