package io.mcpbuffet.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts out of bytes that have to be UTF-8. */
public final class Utf8 {
    /** What stands for bytes that are none. */
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Fails where the bytes are not UTF-8. */
    public static String text(byte[] bytes, int from, int length) throws CharacterCodingException {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        // It may stand there itself.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, length))
                .toString();
    }
}
