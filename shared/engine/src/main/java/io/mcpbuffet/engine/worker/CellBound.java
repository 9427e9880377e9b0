package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Bounds the cells of an answer: a long text is cut, and so is the JSON of a long nested value, which then is a text. */
record CellBound(int maxBytes) {
    static final int MAX_BYTES = 4096;
    static final CellBound NONE = new CellBound(Integer.MAX_VALUE);
    static final CellBound PAGE = new CellBound(MAX_BYTES);

    /** The value itself, or a part of it after {@code whenCut} has heard how long it was. */
    Object apply(Object value, LongConsumer whenCut) {
        if (value instanceof String text) {
            return text.length() <= maxBytes / 3 ? text : cut(text, whenCut, value);
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return maxBytes == Integer.MAX_VALUE ? value : cut(json(value), whenCut, value);
        }
        return value;
    }

    private Object cut(String text, LongConsumer whenCut, Object whole) {
        long bytes = 0;
        int end = 0;
        for (int i = 0; i < text.length(); i++) {
            bytes += utf8(text.charAt(i));
            if (bytes <= maxBytes) {
                end = i + 1;
            }
        }
        if (bytes <= maxBytes) {
            return whole;
        }
        whenCut.accept(bytes);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static int utf8(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    private static String json(Object value) {
        try {
            return FrameChannel.JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A value of the wire is not JSON", e);
        }
    }
}
