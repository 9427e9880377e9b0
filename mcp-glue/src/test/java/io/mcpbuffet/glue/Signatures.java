package io.mcpbuffet.glue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks AWS signatures of version 4, as the services do. Safe for use by many threads. */
final class Signatures {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/"
            + "([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    /** @param token of temporary credentials; empty for lasting ones */
    private record Key(String secret, String token) {}

    void accept(String access, String secret, String token) {
        keys.put(access, new Key(secret, token));
    }

    void forget(String access) {
        keys.remove(access);
    }

    /** The error that the service answers; empty where the signature is right. */
    Optional<String> refusal(HttpExchange exchange, byte[] body) {
        Headers headers = exchange.getRequestHeaders();
        String authorization = headers.getFirst("Authorization");
        Matcher parts = AUTHORIZATION.matcher(authorization == null ? "" : authorization);
        if (!parts.matches()) {
            return Optional.of("MissingAuthenticationTokenException");
        }
        Key key = keys.get(parts.group(1));
        String token =
                Optional.ofNullable(headers.getFirst("X-Amz-Security-Token")).orElse("");
        if (key == null) {
            return Optional.of("UnrecognizedClientException");
        }
        if (!key.token().equals(token)) {
            return Optional.of("ExpiredTokenException");
        }
        String wanted = signature(exchange, body, parts, key.secret());
        return wanted.equals(parts.group(6)) ? Optional.empty() : Optional.of("InvalidSignatureException");
    }

    private static String signature(HttpExchange exchange, byte[] body, Matcher parts, String secret) {
        StringBuilder canonical = new StringBuilder(exchange.getRequestMethod()).append('\n');
        String query = exchange.getRequestURI().getRawQuery();
        canonical.append(exchange.getRequestURI().getRawPath()).append('\n');
        canonical.append(query == null ? "" : query).append('\n');
        for (String name : parts.group(5).split(";", -1)) {
            String value = String.join(",", exchange.getRequestHeaders().get(name))
                    .strip()
                    .replaceAll(" +", " ");
            canonical.append(name).append(':').append(value).append('\n');
        }
        canonical.append('\n').append(parts.group(5)).append('\n').append(hex(sha256(body)));
        String scope = parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4) + "/aws4_request";
        String text = "AWS4-HMAC-SHA256\n" + exchange.getRequestHeaders().getFirst("X-Amz-Date") + "\n" + scope + "\n"
                + hex(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return hex(hmac(key, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
