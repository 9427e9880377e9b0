package io.mcpbuffet.polaris.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.rest.RESTUtil;

/** Asks an OAuth2 server for tokens. Safe for use by many threads. */
record TokenEndpoint(URI uri, Map<String, String> headers, Http http, Timing timing, Duration lifetime) {
    /** One request; a {@link RestFailure} when it gives no token. */
    Token token(Grant grant) {
        Instant now = timing.now();
        Answer answer = http.send(request(grant));
        if (answer.redirects()) {
            throw RestFailure.of(RestFailure.Kind.REDIRECTED, answer.status(), "a redirect, which is not followed");
        }
        if (!answer.succeeded()) {
            throw RestFailure.of(RestFailure.Kind.ANSWERED, answer.status(), refusal(answer))
                    .retryAfter(answer.retryAfter(now));
        }
        JsonNode body = json(answer);
        String value = body.path("access_token").asText();
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw RestFailure.of(RestFailure.Kind.NOT_JSON, answer.status(), "its answer holds no access_token");
        }
        return new Token(value, now, Optional.of(ends(body, value, now)));
    }

    private HttpRequest request(Grant grant) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(RESTUtil.encodeFormData(grant.form())));
        headers.forEach(request::setHeader);
        grant.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        return request.build();
    }

    private static JsonNode json(Answer answer) {
        try {
            if (answer.json()) {
                return Wire.MAPPER.readTree(answer.body());
            }
        } catch (IOException e) {
            throw RestFailure.of(RestFailure.Kind.BROKEN, "its answer breaks off", e);
        }
        throw RestFailure.of(RestFailure.Kind.NOT_JSON, answer.status(), "its answer is " + answer.contentType());
    }

    /** OAuth2's error word, or that of an Iceberg server. */
    private static String refusal(Answer answer) {
        try {
            JsonNode body = Wire.MAPPER.readTree(answer.text());
            JsonNode error = body.path("error");
            String word = error.isObject() ? error.path("message").asText() : error.asText();
            String more = body.path("error_description").asText();
            return more.isEmpty() ? word : word + ", " + more;
        } catch (JsonProcessingException e) {
            return "no reason given";
        }
    }

    private Instant ends(JsonNode body, String token, Instant now) {
        if (body.path("expires_in").canConvertToLong()) {
            return now.plusSeconds(Math.max(1, body.path("expires_in").asLong()));
        }
        return end(token).orElse(now.plus(lifetime));
    }

    /** When a JWT ends by its own words; empty for other tokens. */
    static Optional<Instant> end(String token) {
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = Wire.MAPPER.readTree(Base64.getUrlDecoder().decode(parts.get(1)));
            return claims.path("exp").canConvertToLong() && claims.has("exp")
                    ? Optional.of(Instant.ofEpochSecond(claims.path("exp").asLong()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
