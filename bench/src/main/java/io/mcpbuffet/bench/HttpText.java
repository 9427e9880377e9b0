package io.mcpbuffet.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** As much of HTTP/1.1 as a benchmark needs, which costs less than what it measures. */
final class HttpText {
    private HttpText() {}

    /**
     * A request or an answer.
     *
     * @param start its first line
     * @param headers by their names in lower case
     */
    record Message(String start, Map<String, String> headers, String body) {}

    /** The next message with its body; null at the end. */
    static Message read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return null;
        }
        Map<String, String> headers = headers(in);
        if (headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
            StringBuilder body = new StringBuilder();
            for (String chunk = chunk(in); !chunk.isEmpty(); chunk = chunk(in)) {
                body.append(chunk);
            }
            line(in);
            return new Message(start, headers, body.toString());
        }
        return new Message(start, headers, text(in, Integer.parseInt(headers.getOrDefault("content-length", "0"))));
    }

    static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** The next part of a body that comes in parts; empty for the last. */
    static String chunk(InputStream in) throws IOException {
        String size = line(in);
        // The end of the part before may come with this one.
        size = "".equals(size) ? line(in) : size;
        if (size == null) {
            throw new EOFException("The body broke off");
        }
        return text(in, Integer.parseInt(size.strip(), 16));
    }

    private static String text(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The body broke off");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    static byte[] post(String path, String session, String body) {
        return ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Accept: application/json, text/event-stream\r\n"
                        + (session.isEmpty() ? "" : "Mcp-Session-Id: " + session + "\r\n")
                        + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
