package io.mcpbuffet.engine.guard;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A statement as it is given to the parser, which remembers where each character stands in the text that the user wrote. */
public final class SourceText {
    private final String original;
    private final String current;
    private final int[] origin;

    private SourceText(String original, String current, int[] origin) {
        this.original = original;
        this.current = current;
        this.origin = origin;
    }

    /** Replaces {@code start} to {@code end} of the current text. */
    public record Edit(int start, int end, String replacement) {}

    public static SourceText of(String sql) {
        int[] origin = new int[sql.length() + 1];
        for (int i = 0; i < origin.length; i++) {
            origin[i] = i;
        }
        return new SourceText(sql, sql, origin);
    }

    /** The text for the parser. */
    public String text() {
        return current;
    }

    /** The text after edits that do not overlap; edits at the same place apply in the order they have. */
    public SourceText with(List<Edit> edits) {
        if (edits.isEmpty()) {
            return this;
        }
        List<Edit> sorted = new ArrayList<>(edits);
        sorted.sort(Comparator.comparingInt(Edit::start));
        StringBuilder text = new StringBuilder();
        List<Integer> from = new ArrayList<>();
        int at = 0;
        for (Edit edit : sorted) {
            copy(at, edit.start(), text, from);
            text.append(edit.replacement());
            for (int i = 0; i < edit.replacement().length(); i++) {
                from.add(origin[edit.start()]);
            }
            at = edit.end();
        }
        copy(at, current.length(), text, from);
        from.add(origin[current.length()]);
        return new SourceText(
                original,
                text.toString(),
                from.stream().mapToInt(Integer::intValue).toArray());
    }

    private void copy(int start, int end, StringBuilder text, List<Integer> from) {
        text.append(current, start, end);
        for (int i = start; i < end; i++) {
            from.add(origin[i]);
        }
    }

    /** " (line 2, column 5)" for the place of a node of the tree, or nothing where the parser knows none. */
    public String at(JsonNode node) {
        JsonNode offset = node.path("query_location");
        return offset.isIntegralNumber() ? at(offset.bigIntegerValue()) : "";
    }

    /** " (line 2, column 5)" for a byte offset of the parser, or nothing where the parser knows none. */
    String at(BigInteger byteOffset) {
        return charOffset(byteOffset).map(this::at).orElse("");
    }

    /** " (line 2, column 5)" for a character of the current text. */
    String at(int index) {
        int place = origin[Math.min(index, origin.length - 1)];
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < place && i < original.length(); i++) {
            if (original.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return " (line " + line + ", column " + (original.codePointCount(lineStart, place) + 1) + ")";
    }

    private Optional<Integer> charOffset(BigInteger byteOffset) {
        byte[] bytes = current.getBytes(StandardCharsets.UTF_8);
        if (byteOffset.signum() < 0 || byteOffset.compareTo(BigInteger.valueOf(bytes.length)) > 0) {
            return Optional.empty();
        }
        return Optional.of(new String(bytes, 0, byteOffset.intValue(), StandardCharsets.UTF_8).length());
    }
}
