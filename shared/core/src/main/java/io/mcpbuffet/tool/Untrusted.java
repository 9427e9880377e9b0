package io.mcpbuffet.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows text that others wrote: characters that a reader cannot see, or that change what is seen, appear as escapes. */
public final class Untrusted {
    static final int COMMENT = 500;
    private static final int MESSAGE = 2000;

    private Untrusted() {}

    /** Line breaks and tabs stay. */
    public static String show(String text) {
        int first = firstHidden(text);
        if (first < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
        text.substring(first).codePoints().forEach(c -> append(out, c));
        return out.toString();
    }

    /** A comment or a property: at most 500 characters, and it is said where more were cut. */
    public static String comment(String text) {
        return cut(text, COMMENT);
    }

    static String message(String text) {
        return cut(text, MESSAGE);
    }

    /** The same in one line. */
    static String line(String text) {
        return show(text).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    /** A cell of a result, with all strings inside of it. */
    static Object cell(Object value) {
        if (value instanceof String text) {
            return show(text);
        }
        if (value instanceof List<?> list) {
            List<Object> out = new ArrayList<>(list.size());
            list.forEach(v -> out.add(cell(v)));
            return out;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((name, v) -> out.put(show(String.valueOf(name)), cell(v)));
            return out;
        }
        return value;
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return show(text);
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return show(text.substring(0, end)) + "... (" + text.length() + " characters, cut)";
    }

    private static int firstHidden(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (hidden(c)) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    private static void append(StringBuilder out, int c) {
        if (!hidden(c)) {
            out.appendCodePoint(c);
        } else if (c < 0x10000) {
            out.append(String.format("\\u%04x", c));
        } else {
            out.append(String.format("\\u{%x}", c));
        }
    }

    private static boolean hidden(int c) {
        if (c == '\n' || c == '\r' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> blank(c);
        };
    }

    /** Letters and marks without a shape: fillers, joiners and selectors. The emoji selector is seen often and harmless. */
    private static boolean blank(int c) {
        boolean selector = (c >= 0xFE00 && c < 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
        boolean filler = c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
        return selector || filler || c == 0x034F || c == 0x17B4 || c == 0x17B5;
    }
}
