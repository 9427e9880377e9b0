package io.mcpbuffet.server;

import io.mcpbuffet.error.LakeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The URI of what there is to read about a table: three parts of its name, each percent-encoded once, and the word for it. */
record LakeUri(String catalog, String namespace, String table, Part part) {
    static final String TEMPLATE = "lake://{catalog}/{namespace}/{table}";

    /** What is read about a table, each by the tool that answers it. */
    enum Part {
        SCHEMA("", "describe"),
        SNAPSHOTS("/snapshots", "list_snapshots"),
        PROFILE("/profile", "profile");

        private final String ending;
        private final String tool;

        Part(String ending, String tool) {
            this.ending = ending;
            this.tool = tool;
        }

        String template() {
            return TEMPLATE + ending;
        }

        String tool() {
            return tool;
        }
    }

    private static final String SCHEME = "lake://";

    /** INVALID_ARGUMENT where it is not such a URI. */
    static LakeUri parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw bad(uri);
        }
        String[] parts = uri.substring(SCHEME.length()).split("/", -1);
        if (parts.length < 3 || parts.length > 4) {
            throw bad(uri);
        }
        String ending = parts.length == 4 ? "/" + parts[3] : "";
        Part part = Stream.of(Part.values())
                .filter(known -> known.ending.equals(ending))
                .findFirst()
                .orElseThrow(() -> bad(uri));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            names.add(decode(parts[i], uri));
        }
        return new LakeUri(names.get(0), names.get(1), names.get(2), part);
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
                .hint("Write " + TEMPLATE + " with each part percent-encoded, and /snapshots or /profile behind it");
    }
}
