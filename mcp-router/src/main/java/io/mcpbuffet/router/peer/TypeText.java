package io.mcpbuffet.router.peer;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a type from the text that clients are shown, such as {@code list<decimal(12, 2)>}. For one text. */
final class TypeText {
    private static final Pattern WORD = Pattern.compile("[a-z_]+");
    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d{1,2}), (\\d{1,2})\\)");
    private static final Pattern FIXED = Pattern.compile("fixed\\[(\\d{1,9})]");
    private static final int MAX_DEPTH = 50;

    private final String text;
    private int at;

    private TypeText(String text) {
        this.text = text;
    }

    /** {@link DataType.Foreign} with the text itself where it is none of ours. */
    static DataType parse(String text) {
        TypeText reading = new TypeText(text);
        Optional<DataType> type = reading.type(0);
        return type.filter(whole -> reading.at == text.length()).orElseGet(() -> new DataType.Foreign(text));
    }

    private Optional<DataType> type(int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.empty();
        }
        if (skip("struct<")) {
            return struct(depth);
        }
        if (skip("list<")) {
            return type(depth + 1)
                    .filter(element -> skip(">"))
                    .map(element -> new DataType.ListOf(Field.optional("element", element)));
        }
        if (skip("map<")) {
            return map(depth);
        }
        Matcher decimal = DECIMAL.matcher(text).region(at, text.length());
        if (decimal.lookingAt()) {
            at = decimal.end();
            return Optional.of(
                    new DataType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
        }
        Matcher fixed = FIXED.matcher(text).region(at, text.length());
        if (fixed.lookingAt()) {
            at = fixed.end();
            return Optional.of(new DataType.Fixed(Integer.parseInt(fixed.group(1))));
        }
        return scalar();
    }

    private Optional<DataType> struct(int depth) {
        List<Field> fields = new ArrayList<>();
        if (skip(">")) {
            return Optional.of(new DataType.Struct(fields));
        }
        do {
            int end = text.indexOf(": ", at);
            if (end < 0) {
                return Optional.empty();
            }
            String name = text.substring(at, end);
            at = end + 2;
            Optional<DataType> type = type(depth + 1);
            if (type.isEmpty()) {
                return type;
            }
            fields.add(Field.optional(name, type.get()));
        } while (skip(", "));
        return skip(">") ? Optional.of(new DataType.Struct(fields)) : Optional.empty();
    }

    private Optional<DataType> map(int depth) {
        Optional<DataType> key = type(depth + 1).filter(found -> skip(", "));
        Optional<DataType> value = key.flatMap(found -> type(depth + 1)).filter(found -> skip(">"));
        return value.map(found -> new DataType.MapOf(Field.optional("key", key.get()), Field.optional("value", found)));
    }

    private Optional<DataType> scalar() {
        Matcher word = WORD.matcher(text).region(at, text.length());
        if (!word.lookingAt()) {
            return Optional.empty();
        }
        at = word.end();
        return Arrays.stream(DataType.Kind.values())
                .<DataType>map(DataType.Scalar::new)
                .filter(scalar -> scalar.toString().equals(word.group()))
                .findFirst();
    }

    private boolean skip(String expected) {
        boolean found = text.startsWith(expected, at);
        at += found ? expected.length() : 0;
        return found;
    }
}
