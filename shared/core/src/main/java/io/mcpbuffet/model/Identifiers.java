package io.mcpbuffet.model;

import io.mcpbuffet.error.LakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Dotted names with double-quoted parts: {@code lake."eu.west"."Order Lines"}, with {@code ""} for a quote inside. */
final class Identifiers {
    /** What SQL takes without quotes as well, so that a canonical name can be pasted into a statement. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Identifiers() {}

    static String join(List<String> parts) {
        return parts.stream().map(Identifiers::quote).collect(Collectors.joining("."));
    }

    static String quote(String part) {
        return PLAIN.matcher(part).matches() ? part : '"' + part.replace("\"", "\"\"") + '"';
    }

    /** The parts of a dotted name; INVALID_ARGUMENT where a quote is open, a part is empty or text follows a quote. */
    static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        do {
            int end = text.startsWith("\"", at) ? endOfQuoted(text, at) : endOfPlain(text, at);
            parts.add(
                    text.startsWith("\"", at)
                            ? text.substring(at + 1, end - 1).replace("\"\"", "\"")
                            : text.substring(at, end));
            if (parts.get(parts.size() - 1).isEmpty()) {
                throw bad(text, "has an empty part");
            }
            if (end < text.length() && text.charAt(end) != '.') {
                throw bad(text, "has text after a closing quote");
            }
            at = end + 1;
        } while (at <= text.length());
        return parts;
    }

    private static int endOfPlain(String text, int from) {
        int dot = text.indexOf('.', from);
        int end = dot < 0 ? text.length() : dot;
        if (text.substring(from, end).contains("\"")) {
            throw bad(text, "has a quote inside an unquoted part");
        }
        return end;
    }

    private static int endOfQuoted(String text, int from) {
        int at = from + 1;
        while (at < text.length()) {
            if (text.charAt(at) != '"') {
                at++;
            } else if (text.startsWith("\"\"", at)) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        throw bad(text, "has an opening quote without its closing one");
    }

    private static LakeException bad(String text, String why) {
        return LakeException.invalid("The name '" + abbreviate(text) + "' " + why)
                .hint("Write catalog.namespace.table, with parts that are not plain identifiers in double quotes");
    }

    private static String abbreviate(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }
}
