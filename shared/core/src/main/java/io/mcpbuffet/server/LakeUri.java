package io.mcpbuffet.server;

import io.mcpbuffet.error.LakeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The URI of a table: three parts, each percent-encoded once. */
record LakeUri(String catalog, String namespace, String table) {
    static final String TEMPLATE = "lake://{catalog}/{namespace}/{table}";

    private static final String SCHEME = "lake://";

    /** INVALID_ARGUMENT where it is not such a URI. */
    static LakeUri parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw bad(uri);
        }
        String[] parts = uri.substring(SCHEME.length()).split("/", -1);
        if (parts.length != 3) {
            throw bad(uri);
        }
        List<String> names = new ArrayList<>();
        for (String part : parts) {
            names.add(decode(part, uri));
        }
        return new LakeUri(names.get(0), names.get(1), names.get(2));
    }

    /** Unlike in a form, a plus sign is itself. */
    private static String decode(String part, String uri) {
        byte[] raw = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                out.write(raw[i]);
                continue;
            }
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw bad(uri);
            }
            out.write(high * 16 + low);
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(uri);
        }
    }

    private static LakeException bad(String uri) {
        String shown = uri.length() <= 200 ? uri : uri.substring(0, 200) + "...";
        return LakeException.invalid("'" + shown + "' is not the URI of a table")
                .hint("Write " + TEMPLATE + " with each part percent-encoded");
    }
}
