package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JSON messages over a pair of streams, each behind a mark and its length. Many threads may send, one receives. */
final class FrameChannel {
    static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MARK = 0x4d425546;
    private static final int ROWS_MARK = 0x4d425552;
    private static final int MAX_FRAME = 256 << 20;

    private final DataInputStream in;
    private final DataOutputStream out;

    FrameChannel(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    void send(Object message) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(message);
        synchronized (out) {
            out.writeInt(MARK);
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
        }
    }

    /** Rows of a call's view, as bytes: received as a message whose {@code rows} holds them. */
    void sendRows(long id, String view, byte[] rows) throws IOException {
        byte[] name = view.getBytes(StandardCharsets.UTF_8);
        synchronized (out) {
            out.writeInt(ROWS_MARK);
            out.writeInt(Long.BYTES + Integer.BYTES + name.length + rows.length);
            out.writeLong(id);
            out.writeInt(name.length);
            out.write(name);
            out.write(rows);
            out.flush();
        }
    }

    private static JsonNode rows(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        long id = bytes.getLong();
        byte[] view = new byte[bytes.getInt()];
        bytes.get(view);
        byte[] rows = new byte[bytes.remaining()];
        bytes.get(rows);
        return JSON.createObjectNode()
                .put("id", id)
                .put("op", "feed")
                .put("view", new String(view, StandardCharsets.UTF_8))
                .put("rows", rows);
    }

    /** The next message; EOFException at the end, StreamCorruptedException when something else wrote into the stream. */
    JsonNode receive() throws IOException {
        int mark = in.readInt();
        if (mark != MARK && mark != ROWS_MARK) {
            throw new StreamCorruptedException("A frame does not start with its mark");
        }
        int length = in.readInt();
        if (length < 0 || length > MAX_FRAME) {
            throw new StreamCorruptedException("A frame of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The stream ends inside a frame");
        }
        return mark == ROWS_MARK ? rows(bytes) : JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    }
}
