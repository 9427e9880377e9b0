package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.LakeException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a table's and its SerDe's parameters say of text files. Where several say something, the SerDe's count. */
record TextOptions(Map<String, String> parameters) {
    private static final String HEADER = "skip.header.line.count";
    private static final String FOOTER = "skip.footer.line.count";
    private static final String ENCODING = "serialization.encoding";

    TextOptions {
        parameters = Map.copyOf(parameters);
    }

    static TextOptions of(Map<String, String> table, Storage storage) {
        Map<String, String> all = new LinkedHashMap<>(table);
        all.putAll(storage.parameters());
        all.putAll(storage.serdeParameters());
        return new TextOptions(all);
    }

    String text(String name, String otherwise) {
        return parameters.getOrDefault(name, otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return parameters
                .getOrDefault(name, Boolean.toString(otherwise))
                .toLowerCase(Locale.ROOT)
                .equals("true");
    }

    /** A mark of one character, which may be given as the number of a byte. */
    char mark(String name, char otherwise) {
        String text = parameters.getOrDefault(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return (char) (Byte.parseByte(text) & 0xff);
        } catch (NumberFormatException e) {
            return text.charAt(0);
        }
    }

    /** Lines at the beginning of each file that are no rows. */
    int header() {
        return count(HEADER);
    }

    /** Lines at the end of each file that are no rows. */
    int footer() {
        return count(FOOTER);
    }

    private int count(String name) {
        String text = parameters.getOrDefault(name, "0").strip();
        if (!text.matches("\\d{1,4}")) {
            throw LakeException.unsupported("The table's parameter " + name + " is '" + text + "', which is no count");
        }
        return Integer.parseInt(text);
    }

    Charset charset() {
        String name = parameters.getOrDefault(ENCODING, "");
        try {
            return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw LakeException.unsupported(
                    "The table's parameter " + ENCODING + " is '" + name + "', which is not known here");
        }
    }
}
