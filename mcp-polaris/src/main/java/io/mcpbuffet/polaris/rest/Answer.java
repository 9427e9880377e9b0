package io.mcpbuffet.polaris.rest;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a server answered, the body decompressed. */
final class Answer {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    boolean succeeded() {
        return (status >= 200 && status < 300) || status == 304;
    }

    boolean redirects() {
        return status >= 300 && status < 400 && status != 304;
    }

    /** Credentials that the server does not take, or takes no longer. */
    boolean unauthorized() {
        return status == 401 || status == 419;
    }

    boolean empty() {
        return status == 204 || status == 304;
    }

    /** Whether the body may be JSON. Servers that name no type, or another one, are believed when the body begins like an object. */
    boolean json() {
        String start = new String(body, 0, Math.min(body.length, 64), StandardCharsets.UTF_8).stripLeading();
        return start.startsWith("{");
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** By name in any case. */
    Map<String, String> headerMap() {
        Map<String, String> out = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.map().forEach((name, values) -> out.put(name, values.get(0)));
        return out;
    }

    String contentType() {
        return headers.firstValue("content-type").orElse("no content type").toLowerCase(Locale.ROOT);
    }

    /** How long the server asks to stay away, which it writes in seconds or as a date. */
    Optional<Duration> retryAfter(Instant now) {
        return headers.firstValue("retry-after").map(String::strip).flatMap(text -> parse(text, now));
    }

    private static Optional<Duration> parse(String text, Instant now) {
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
