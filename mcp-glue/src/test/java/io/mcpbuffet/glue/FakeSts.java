package io.mcpbuffet.glue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** STS and Lake Formation, as far as they give credentials. */
final class FakeSts {
    static final String ROLE_KEY = "ASIAROLEROLEROLEROLE";
    static final String ROLE_SECRET = "role-secret-canary-6hX1bN";
    static final String ROLE_TOKEN = "role-token-canary-2cV5yL";

    private final Signatures signatures;
    private final List<Map<String, String>> assumed = new CopyOnWriteArrayList<>();
    private final List<String> vended = new CopyOnWriteArrayList<>();
    private volatile String tableCredentials = "";

    FakeSts(Signatures signatures) {
        this.signatures = signatures;
    }

    /** The parameters of each {@code AssumeRole}. */
    List<Map<String, String>> assumed() {
        return assumed;
    }

    /** The bodies of each request for credentials of a table. */
    List<String> vended() {
        return vended;
    }

    /** What Lake Formation gives for every table. */
    void vend(String access, String secret) {
        tableCredentials = "{\"AccessKeyId\":\"" + access + "\",\"SecretAccessKey\":\"" + secret
                + "\",\"SessionToken\":\"\",\"Expiration\":4102444800}";
    }

    boolean handles(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("X-Amz-Target") == null;
    }

    void handle(HttpExchange exchange, byte[] body, Optional<String> refusal) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (refusal.isPresent()) {
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            String error = "<ErrorResponse><Error><Type>Sender</Type><Code>" + refusal.get()
                    + "</Code><Message>refused</Message></Error></ErrorResponse>";
            FakeGlue.send(exchange, 403, error.getBytes(StandardCharsets.UTF_8));
        } else if (exchange.getRequestURI().getPath().contains("GetTemporaryGlueTableCredentials")) {
            vended.add(text);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            FakeGlue.send(exchange, 200, tableCredentials.getBytes(StandardCharsets.UTF_8));
        } else {
            assumeRole(exchange, form(text));
        }
    }

    private void assumeRole(HttpExchange exchange, Map<String, String> request) throws IOException {
        assumed.add(request);
        signatures.accept(ROLE_KEY, ROLE_SECRET, ROLE_TOKEN);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        String answer = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                + "<Credentials><AccessKeyId>" + ROLE_KEY + "</AccessKeyId><SecretAccessKey>" + ROLE_SECRET
                + "</SecretAccessKey><SessionToken>" + ROLE_TOKEN
                + "</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>"
                + "</AssumeRoleResult></AssumeRoleResponse>";
        FakeGlue.send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int at = pair.indexOf('=');
            values.put(
                    pair.substring(0, Math.max(0, at)),
                    URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
        }
        return values;
    }
}
