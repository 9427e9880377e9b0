package io.mcpbuffet.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * One HTTP request with its answer, which is given once.
 *
 * @param id names it in logs and in the answer's header {@code X-Request-Id}
 */
record Exchange(Request request, Response response, Callback callback, String id) {
    static final String JSON = "application/json";
    static final String EVENTS = "text/event-stream";

    String method() {
        return request.getMethod();
    }

    String path() {
        return Request.getPathInContext(request);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name)).map(String::strip);
    }

    /** A parameter of the query; empty where it is absent. */
    String parameter(String name) {
        return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name))
                .orElse("");
    }

    /** Whether the client takes a media type: it says so, or says nothing. */
    boolean accepts(String type) {
        boolean said = false;
        for (HttpField field : request.getHeaders()) {
            if (field.getHeader() == HttpHeader.ACCEPT && field.getValue() != null) {
                for (String each : field.getValue().split(",", -1)) {
                    String range = each.split(";", 2)[0].strip();
                    said |= !range.isEmpty();
                    if (range.equalsIgnoreCase(type) || isFamily(range, type)) {
                        return true;
                    }
                }
            }
        }
        return !said;
    }

    private static boolean isFamily(String range, String type) {
        return range.equals("*/*")
                || (range.endsWith("/*") && type.regionMatches(true, 0, range, 0, range.length() - 1));
    }

    void answer(int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    void text(int status, String text) {
        answer(status, "text/plain;charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void empty(int status) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    /** Begins to answer with events; the headers go out at once. */
    EventStream events() {
        response.setStatus(200);
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, EVENTS)
                .put(HttpHeader.CACHE_CONTROL, "no-cache, no-transform")
                .put("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response, callback);
        stream.comment("open");
        return stream;
    }
}
