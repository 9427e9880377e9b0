package io.mcpbuffet.router.link;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An answer that is one message. */
final class JsonParts implements Body.Parts {
    private final Frames frames;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    JsonParts(Frames frames) {
        this.frames = frames;
    }

    @Override
    public boolean take(byte[] bytes) {
        if (kept.size() + bytes.length > Frames.LONGEST) {
            String head = new String(kept.toByteArray(), 0, Math.min(kept.size(), Frames.ENDS), StandardCharsets.UTF_8);
            frames.tooLong(head, "");
            return false;
        }
        kept.writeBytes(bytes);
        return true;
    }

    @Override
    public void end() {
        byte[] all = kept.toByteArray();
        frames.message(all, 0, all.length);
    }
}
