package io.mcpbuffet.polaris;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature that a request without a body should have, computed as AWS describes it. */
final class SigV4 {
    private SigV4() {}

    static String signature(Gate.Seen request, String secret, String host) {
        String header = request.headers().get("authorization");
        List<String> scope = Arrays.asList(
                header.replaceFirst(".*Credential=", "").replaceFirst(",.*", "").split("/", -1));
        List<String> signed = Arrays.asList(header.replaceFirst(".*SignedHeaders=", "")
                .replaceFirst(",.*", "")
                .split(";", -1));
        String headers = signed.stream()
                .map(name -> name + ":"
                        + (name.equals("host") ? host : request.headers().get(name)) + "\n")
                .collect(Collectors.joining());
        String canonical = request.method() + "\n" + request.path() + "\n\n" + headers + "\n" + String.join(";", signed)
                + "\n" + request.headers().get("x-amz-content-sha256");
        String text = "AWS4-HMAC-SHA256\n" + request.headers().get("x-amz-date") + "\n"
                + String.join("/", scope.subList(1, scope.size())) + "\n" + hex(sha256(canonical));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.subList(1, scope.size())) {
            key = hmac(key, part);
        }
        return hex(hmac(key, text));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
