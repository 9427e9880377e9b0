package io.mcpbuffet.glue;

import com.sun.net.httpserver.HttpExchange;
import io.mcpbuffet.observe.Canary;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** STS and Lake Formation, as far as they give credentials. */
final class FakeSts {
    static final String ROLE_KEY = "ASIAROLEROLEROLEROLE";
    static final String ROLE_SECRET = Canary.VENDED_KEY.value();
    static final String ROLE_TOKEN = Canary.VENDED_SESSION.value();

    static final String IDENTITY = "arn:aws:iam::111122223333:user/ann";

    private final Signatures signatures;
    private final List<Map<String, String>> assumed = new CopyOnWriteArrayList<>();
    private final List<String> vended = new CopyOnWriteArrayList<>();
    private static final Instant FAR = Instant.ofEpochSecond(4102444800L);

    private volatile String access = "";
    private volatile String secret = "";
    private volatile Instant until = FAR;
    private volatile Instant roleUntil = FAR;
    private volatile boolean deny;
    private volatile boolean dead;
    private volatile boolean withhold;

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

    /** Whether roles are refused to whoever asks. */
    void deny(boolean now) {
        deny = now;
    }

    /** Whether every call ends with 503. */
    void dead(boolean now) {
        dead = now;
    }

    /** When the sessions of roles expire. */
    void roleUntil(Instant expiration) {
        roleUntil = expiration;
    }

    /** What Lake Formation gives for every table. */
    void vend(String access, String secret) {
        this.access = access;
        this.secret = secret;
        this.until = FAR;
    }

    /** When what Lake Formation gives expires. */
    void vendUntil(Instant expiration) {
        until = expiration;
    }

    /** Whether Lake Formation refuses every table. */
    void withhold(boolean now) {
        withhold = now;
    }

    private String tableCredentials() {
        return "{\"AccessKeyId\":\"" + access + "\",\"SecretAccessKey\":\"" + secret
                + "\",\"SessionToken\":\"\",\"Expiration\":" + until.getEpochSecond() + "}";
    }

    boolean handles(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("X-Amz-Target") == null;
    }

    void handle(HttpExchange exchange, byte[] body, Optional<String> refusal) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (dead) {
            FakeGlue.send(exchange, 503, new byte[0]);
        } else if (refusal.isPresent()) {
            refuse(exchange, refusal.get(), "refused");
        } else if (text.contains("Action=GetCallerIdentity")) {
            identity(exchange);
        } else if (deny) {
            refuse(exchange, "AccessDenied", "User ann is not authorized to perform: sts:AssumeRole");
        } else if (exchange.getRequestURI().getPath().contains("GetTemporaryGlueTableCredentials")) {
            vended.add(text);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            String refused = "{\"Message\": \"Insufficient Lake Formation permission(s) on the table\"}";
            if (withhold) {
                exchange.getResponseHeaders().set("x-amzn-ErrorType", "AccessDeniedException");
            }
            byte[] answer = (withhold ? refused : tableCredentials()).getBytes(StandardCharsets.UTF_8);
            FakeGlue.send(exchange, withhold ? 400 : 200, answer);
        } else {
            assumeRole(exchange, form(text));
        }
    }

    private static void refuse(HttpExchange exchange, String code, String message) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        String error = "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                + "</Message></Error></ErrorResponse>";
        FakeGlue.send(exchange, 403, error.getBytes(StandardCharsets.UTF_8));
    }

    private static void identity(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        String answer = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<GetCallerIdentityResult><Arn>" + IDENTITY
                + "</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
        FakeGlue.send(exchange, 200, answer.getBytes(StandardCharsets.UTF_8));
    }

    private void assumeRole(HttpExchange exchange, Map<String, String> request) throws IOException {
        assumed.add(request);
        signatures.accept(ROLE_KEY, ROLE_SECRET, ROLE_TOKEN);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        String answer = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                + "<Credentials><AccessKeyId>" + ROLE_KEY + "</AccessKeyId><SecretAccessKey>" + ROLE_SECRET
                + "</SecretAccessKey><SessionToken>" + ROLE_TOKEN
                + "</SessionToken><Expiration>" + roleUntil + "</Expiration></Credentials>"
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
