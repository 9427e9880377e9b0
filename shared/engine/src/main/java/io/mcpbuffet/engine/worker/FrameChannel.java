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
import java.nio.charset.StandardCharsets;

/** JSON messages over a pair of streams, each behind a mark and its length. Many threads may send, one receives. */
final class FrameChannel {
    static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MARK = 0x4d425546;
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

    /** The next message; EOFException at the end, StreamCorruptedException when something else wrote into the stream. */
    JsonNode receive() throws IOException {
        if (in.readInt() != MARK) {
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
        return JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
    }
}
