package io.mcpbuffet.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes frames of a client that are wrong in ways that a seed decides. For one thread. */
public final class Mutator {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    /** None asks for what is never answered. */
    private static final List<String> FRAMES = List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"value\":\"x\"}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":\"s%d\",\"method\":\"tools/list\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"refuses\",\"arguments\":{}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"resources/read\",\"params\":{\"uri\":\"lake://lake/a/b\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"resources/templates/list\",\"params\":{}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"completion/complete\",\"params\":{\"ref\":{\"type\":\"ref/resource\","
                    + "\"uri\":\"lake://{catalog}/{namespace}/{table}\"},\"argument\":{\"name\":\"catalog\",\"value\":\"l\"}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
                    + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"server/discover\",\"params\":{" + META + "}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\",\"arguments\":{\"value\":1},"
                    + META + "}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%d,\"progress\":1}}",
            "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":{}}");

    private static final List<String> PIECES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "99999999999999999999999999",
            "0.1",
            "\"\"",
            "{}",
            "[]",
            "[[[[[[[[",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"id\":7,",
            "\"jsonrpc\":\"1.0\",",
            ",",
            ":",
            "}",
            "\"",
            "\\",
            "\u2028",
            "\uFEFF",
            "é",
            "😀",
            "\"method\":null,",
            "\"params\":[],",
            "\r",
            "\t");

    private final Random random;

    public Mutator(long seed) {
        random = new Random(seed);
    }

    /** One frame, of which one in eight is right. */
    public byte[] next(int number) {
        byte[] frame =
                FRAMES.get(random.nextInt(FRAMES.size())).formatted(number).getBytes(StandardCharsets.UTF_8);
        for (int times = random.nextInt(8); times > 0; times -= 2) {
            frame = changed(frame);
        }
        return frame;
    }

    private byte[] changed(byte[] frame) {
        int at = frame.length == 0 ? 0 : random.nextInt(frame.length);
        int end = Math.min(frame.length, at + 1 + random.nextInt(12));
        byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(7)) {
            case 0 -> joined(frame, at, piece, at);
            case 1 -> joined(frame, at, piece, end);
            case 2 -> joined(frame, at, new byte[0], end);
            case 3 -> joined(frame, end, java.util.Arrays.copyOfRange(frame, at, end), end);
            case 4 -> joined(frame, at, new byte[] {(byte) random.nextInt(256)}, Math.min(frame.length, at + 1));
            case 5 -> joined(frame, at, new byte[0], frame.length);
            default -> replaced(frame, piece);
        };
    }

    /** The value of some member becomes another. */
    private byte[] replaced(byte[] frame, byte[] piece) {
        int colon = 0;
        for (int i = random.nextInt(Math.max(1, frame.length)); i < frame.length && colon == 0; i++) {
            colon = frame[i] == ':' ? i + 1 : 0;
        }
        int end = colon;
        while (end < frame.length && frame[end] != ',' && frame[end] != '}') {
            end++;
        }
        return colon == 0 ? frame : joined(frame, colon, piece, end);
    }

    private static byte[] joined(byte[] frame, int head, byte[] middle, int tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(frame, 0, head);
        out.writeBytes(middle);
        out.write(frame, tail, frame.length - tail);
        return out.toByteArray();
    }
}
