package io.mcpbuffet.router.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/** An answer that is a stream of events, by the rules of the HTML standard for server-sent events. */
final class EventParts implements Body.Parts {
    private final BiConsumer<String, byte[]> events;
    private final Runnable tooLong;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private String name = "";
    private boolean returned;
    private boolean dropping;

    /**
     * For one stream.
     *
     * @param events takes the name of an event, {@code message} where it has none, and its data
     */
    EventParts(BiConsumer<String, byte[]> events, Runnable tooLong) {
        this.events = events;
        this.tooLong = tooLong;
    }

    @Override
    public boolean take(byte[] bytes) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte b = bytes[at];
            if (b != '\n' && b != '\r') {
                returned = false;
                continue;
            }
            keep(bytes, from, at);
            from = at + 1;
            if (b == '\r' || !returned) {
                line();
            }
            returned = b == '\r';
        }
        keep(bytes, from, bytes.length);
        return true;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (line.size() + data.size() + to - from > Frames.LONGEST) {
            dropping = true;
            line.reset();
            data.reset();
        }
        if (!dropping) {
            line.write(bytes, from, to - from);
        }
    }

    private void line() {
        byte[] text = line.toByteArray();
        line.reset();
        if (text.length == 0) {
            event();
            return;
        }
        int colon = 0;
        while (colon < text.length && text[colon] != ':') {
            colon++;
        }
        int value = Math.min(text.length, colon + 1);
        if (value < text.length && text[value] == ' ') {
            value++;
        }
        field(new String(text, 0, colon, StandardCharsets.UTF_8), Arrays.copyOfRange(text, value, text.length));
    }

    private void field(String field, byte[] value) {
        if (field.equals("data")) {
            if (data.size() > 0) {
                data.write('\n');
            }
            data.writeBytes(value);
        } else if (field.equals("event")) {
            name = new String(value, StandardCharsets.UTF_8);
        }
    }

    private void event() {
        String named = name.isEmpty() ? "message" : name;
        byte[] all = data.toByteArray();
        boolean dropped = dropping;
        name = "";
        data.reset();
        dropping = false;
        if (dropped) {
            tooLong.run();
        } else if (all.length > 0) {
            events.accept(named, all);
        }
    }

    @Override
    public void end() {
        // An event without its empty line is not whole.
    }
}
