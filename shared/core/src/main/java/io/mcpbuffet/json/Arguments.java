package io.mcpbuffet.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Reads the arguments of a call into its input record. What models and clients often write is understood: whole numbers and booleans as
 * strings, ids as numbers, null or an empty string for an absent argument. All else is INVALID_ARGUMENT, which says which value is
 * wrong and how to write it.
 */
public final class Arguments {
    private static final int SHOWN = 100;

    private Arguments() {}

    public static <T extends Record> T read(JsonNode arguments, Class<T> type) {
        RecordShape shape = RecordShape.of(type);
        boolean absent = arguments == null || arguments.isNull() || arguments.isMissingNode();
        JsonNode given = absent ? Json.object() : arguments;
        if (!given.isObject()) {
            throw LakeException.invalid("The arguments are not an object")
                    .hint("Send an object with any of: " + String.join(", ", shape.names()));
        }
        refuseUnknown(given, shape);
        Object[] values = shape.parts().stream().map(part -> value(given, part)).toArray();
        return type.cast(shape.create(values));
    }

    private static void refuseUnknown(JsonNode given, RecordShape shape) {
        for (Iterator<String> names = given.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!shape.names().contains(name)) {
                throw LakeException.invalid("There is no argument '" + cut(name) + "'")
                        .hint(unknownHint(name, shape.names()));
            }
        }
    }

    private static String unknownHint(String name, List<String> known) {
        if (known.isEmpty()) {
            return "This tool takes no arguments";
        }
        return Nearest.of(name, known).map(n -> "Did you mean '" + n + "'? ").orElse("") + "Known arguments: "
                + String.join(", ", known);
    }

    private static Object value(JsonNode given, RecordShape.Part part) {
        JsonNode node = given.path(part.name());
        boolean text = RecordShape.raw(part.type()) == String.class;
        boolean absent = node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.textValue().isEmpty());
        if (absent && !part.byDefault().isEmpty()) {
            return decode(Json.MAPPER.getNodeFactory().textNode(part.byDefault()), part);
        }
        if (absent && RecordSchema.isRequired(part)) {
            throw LakeException.invalid("The argument '" + part.name() + "' is missing")
                    .hint(part.description().isEmpty() ? "" : part.name() + ": " + part.description());
        }
        if (absent) {
            return nothing(part);
        }
        Object value = text ? text(node, part) : decode(node, part);
        return wrap(value, part);
    }

    private static Object nothing(RecordShape.Part part) {
        if (part.component().getType() == OptionalInt.class) {
            return OptionalInt.empty();
        }
        return part.optional() ? Optional.empty() : List.of();
    }

    private static Object wrap(Object value, RecordShape.Part part) {
        if (part.component().getType() == OptionalInt.class) {
            return OptionalInt.of((int) value);
        }
        return part.optional() ? Optional.of(value) : value;
    }

    private static Object decode(JsonNode node, RecordShape.Part part) {
        Class<?> type = RecordShape.raw(part.type());
        if (type == int.class || type == Integer.class) {
            return integer(node, part);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(node, part);
        }
        if (type == List.class) {
            return strings(node, part);
        }
        if (type.isEnum()) {
            return constant(node, part, type);
        }
        return text(node, part);
    }

    /** Numbers are taken as well: a snapshot id may come as one. Those that a client has rounded cannot be told from exact ones. */
    private static String text(JsonNode node, RecordShape.Part part) {
        if (node.isIntegralNumber()) {
            return node.bigIntegerValue().toString();
        }
        if (!node.isTextual()) {
            throw wrong(part, node, "a string");
        }
        return node.textValue();
    }

    private static int integer(JsonNode node, RecordShape.Part part) {
        BigInteger value = whole(node, part);
        int min = part.about().map(Describe::min).orElse(Integer.MIN_VALUE);
        int max = part.about().map(Describe::max).orElse(Integer.MAX_VALUE);
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw LakeException.invalid(
                            part.name() + " " + cut(value.toString()) + " is not between " + min + " and " + max)
                    .hint("Give " + part.name() + " a whole number from " + min + " to " + max);
        }
        return value.intValue();
    }

    private static BigInteger whole(JsonNode node, RecordShape.Part part) {
        String text = node.isNumber()
                ? node.asText()
                : node.isTextual() ? node.textValue().strip() : "";
        if (text.length() > 40) {
            throw wrong(part, node, "a whole number");
        }
        try {
            BigDecimal number = new BigDecimal(text);
            // The scale is looked at first: writing 1e999999999 out takes a gigabyte.
            if (Math.abs((long) number.scale()) > 40) {
                throw wrong(part, node, "a whole number");
            }
            return number.toBigIntegerExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(part, node, "a whole number");
        }
    }

    private static boolean bool(JsonNode node, RecordShape.Part part) {
        return switch (node.asText("")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(part, node, "true or false");
        };
    }

    /** One string counts as a list of one, and a JSON array inside a string as that array. */
    private static List<String> strings(JsonNode node, RecordShape.Part part) {
        JsonNode list = node;
        if (node.isTextual() && node.textValue().strip().startsWith("[")) {
            list = readOr(node);
        }
        if (list.isTextual()) {
            return List.of(list.textValue());
        }
        if (!list.isArray()) {
            throw wrong(part, node, "an array of strings");
        }
        List<String> out = new ArrayList<>();
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                throw wrong(part, item, "an array of strings");
            }
            out.add(item.textValue());
        }
        return List.copyOf(out);
    }

    private static JsonNode readOr(JsonNode text) {
        try {
            return Json.read(text.textValue());
        } catch (LakeException e) {
            return text;
        }
    }

    private static Object constant(JsonNode node, RecordShape.Part part, Class<?> type) {
        List<Object> constants = List.of(type.getEnumConstants());
        Function<Object, String> word = RecordShape::word;
        List<String> words = constants.stream().map(word).toList();
        for (Object constant : constants) {
            if (word.apply(constant).equalsIgnoreCase(node.asText(""))) {
                return constant;
            }
        }
        throw wrong(part, node, "one of " + String.join(", ", words));
    }

    private static LakeException wrong(RecordShape.Part part, JsonNode node, String wanted) {
        return LakeException.invalid(
                        "The argument '" + part.name() + "' is " + cut(Json.write(node)) + ", not " + wanted)
                .hint("Give " + part.name() + " as " + wanted);
    }

    private static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
