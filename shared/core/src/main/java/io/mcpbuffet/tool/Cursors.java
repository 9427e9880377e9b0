package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.json.RecordWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Makes the opaque cursors of all tools: a position, signed with the key of its principal together with the tool, its arguments and an
 * expiry. Safe for use by many threads.
 */
final class Cursors {
    static final Duration LIFE = Duration.ofHours(1);
    /** What may differ from page to page. */
    private static final List<String> FREE = List.of("cursor", "page_size", "max_rows", "timeout_seconds");

    private static final int MAC = 16;
    private static final int HEAD = MAC + Long.BYTES;

    private final CursorKey key;
    private final Clock clock;

    Cursors(CursorKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    String sign(String tool, Record arguments, String position) {
        long expiry = clock.instant().plus(LIFE).getEpochSecond();
        byte[] text = position.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(HEAD + text.length);
        out.put(mac(tool, arguments, expiry, text)).putLong(expiry).put(text);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /** The position; INVALID_ARGUMENT for a cursor that is not of this call, was changed, or is too old. */
    String open(String tool, Record arguments, String cursor) {
        byte[] all = decode(cursor.strip());
        byte[] position = Arrays.copyOfRange(all, HEAD, all.length);
        long expiry = ByteBuffer.wrap(all, MAC, Long.BYTES).getLong();
        byte[] expected = mac(tool, arguments, expiry, position);
        if (!MessageDigest.isEqual(expected, Arrays.copyOf(all, MAC))) {
            throw refused();
        }
        if (clock.instant().isAfter(Instant.ofEpochSecond(expiry))) {
            throw expired();
        }
        return new String(position, StandardCharsets.UTF_8);
    }

    static LakeException expired() {
        return LakeException.invalid("The cursor has expired").hint("Repeat the call without cursor to start over");
    }

    private static byte[] decode(String cursor) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(cursor);
            if (all.length >= HEAD) {
                return all;
            }
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        throw refused();
    }

    private static LakeException refused() {
        return LakeException.invalid("The cursor does not belong to this call")
                .hint(
                        "Pass next_cursor unchanged, to the same tool with the same other arguments; or leave cursor out to start over");
    }

    private byte[] mac(String tool, Record arguments, long expiry, byte[] position) {
        ObjectNode bound = RecordWriter.write(arguments);
        bound.remove(FREE);
        String call = tool + '\n' + expiry + '\n' + Json.write(bound) + '\n';
        return Arrays.copyOf(key.mac(call.getBytes(StandardCharsets.UTF_8), position), MAC);
    }
}
