package io.mcpbuffet.router.link;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes messages of the bytes of a server, whatever they are. For one thread at a time. */
final class Frames {
    /** A longer message is left out. */
    static final int LONGEST = 8 << 20;

    /** What is looked at of a message that is too long. */
    static final int ENDS = 1 << 10;

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d{1,18})\\s*[,}]");

    private static final Pattern BODY = Pattern.compile("\"(result|error|params)\"\\s*:");

    private final Receiver receiver;

    Frames(Receiver receiver) {
        this.receiver = receiver;
    }

    void message(byte[] bytes, int from, int length) {
        if (isBlank(bytes, from, length)) {
            return;
        }
        JsonNode read;
        try {
            read = Json.MAPPER.readTree(bytes, from, length);
        } catch (JacksonException | NumberFormatException e) {
            unreadable(new String(bytes, from, Math.min(length, ENDS), StandardCharsets.UTF_8));
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (read instanceof ObjectNode message) {
            receiver.message(message);
        } else if (read.isArray()) {
            read.forEach(each -> {
                if (each instanceof ObjectNode message) {
                    receiver.message(message);
                }
            });
        } else {
            receiver.noise(read.toString());
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int length) {
        for (int at = from; at < from + length; at++) {
            if (bytes[at] > ' ' || bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    /** A line that tries to be an answer is told as the failure of its request, for no other will come. */
    private void unreadable(String beginning) {
        long id = beginning.stripLeading().startsWith("{") ? id(beginning, "") : 0;
        if (id > 0) {
            receiver.failed(id, LakeException.unavailable("The server answered with what is not JSON", null));
        }
        receiver.noise(beginning);
    }

    /** A message that was too long to keep, by its first and last bytes. */
    void tooLong(String head, String tail) {
        receiver.failed(
                id(head, tail),
                LakeException.of(
                                ErrorCode.LIMIT_EXCEEDED,
                                "The server's answer is longer than " + (LONGEST >> 20) + " MB")
                        .hint("Ask for less at once"));
        receiver.noise("a message of more than " + LONGEST + " bytes");
    }

    /** The id stands before the body of an answer or behind it; inside of the body another may stand. */
    private static long id(String head, String tail) {
        Matcher body = BODY.matcher(head);
        Matcher first = ID.matcher(head);
        if (first.find() && (!body.find() || first.start() < body.start())) {
            return Long.parseLong(first.group(1));
        }
        Matcher last = ID.matcher(tail.substring(Math.max(0, tail.lastIndexOf('}', tail.length() - 2) + 1)));
        return last.find() ? Long.parseLong(last.group(1)) : 0;
    }
}
