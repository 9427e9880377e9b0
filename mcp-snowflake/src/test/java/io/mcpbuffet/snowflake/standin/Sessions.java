package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.observe.Canary;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Who is logged in. Passwords and tokens are those that the settings name; a JWT is checked against the public key. */
final class Sessions {
    private record Session(String master, Map<String, JsonNode> parameters) {}

    private final Map<String, Session> live = new ConcurrentHashMap<>();
    private final Map<String, Session> expired = new ConcurrentHashMap<>();
    private final Set<String> deadMasters = ConcurrentHashMap.newKeySet();

    JsonNode login(JsonNode data, Map<String, String> settings) {
        String refusal = refusal(data, settings);
        if (refusal != null) {
            String[] parts = refusal.split("\\|", 2);
            return StandInMain.failure(parts[0], "08001", parts[1]);
        }
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        data.path("SESSION_PARAMETERS").properties().forEach(e -> parameters.put(e.getKey(), e.getValue()));
        return tokens(new Session("master-" + UUID.randomUUID(), parameters));
    }

    private ObjectNode tokens(Session session) {
        String token = "session-" + UUID.randomUUID();
        live.put(token, session);
        ObjectNode data = StandInMain.JSON.createObjectNode();
        data.put("token", token).put("masterToken", session.master());
        data.put("sessionToken", token);
        data.put("validityInSeconds", 3600).put("masterValidityInSeconds", 14400);
        data.put("validityInSecondsST", 3600).put("validityInSecondsMT", 14400);
        data.put("sessionId", 4711).put("serverVersion", "9.36.1").put("displayUserName", "READER");
        data.put("mfaToken", "cached-mfa-token");
        ArrayNode parameters = data.putArray("parameters");
        session.parameters()
                .forEach((name, value) ->
                        parameters.addObject().put("name", name).set("value", value));
        parameters.addObject().put("name", "AUTOCOMMIT").put("value", true);
        data.putObject("sessionInfo")
                .put("databaseName", "SALES")
                .put("schemaName", "PUBLIC")
                .put("warehouseName", "XS")
                .put("roleName", "READER");
        return StandInMain.ok(data);
    }

    private static String refusal(JsonNode data, Map<String, String> settings) {
        if (!settings.getOrDefault("login-failure", "").isEmpty()) {
            return settings.get("login-failure");
        }
        String kind = data.path("AUTHENTICATOR").asText("SNOWFLAKE");
        boolean good =
                switch (kind) {
                    case "SNOWFLAKE_JWT" -> signed(data.path("TOKEN").asText(), settings.get("public-key"));
                    case "OAUTH", "PROGRAMMATIC_ACCESS_TOKEN" ->
                        data.path("TOKEN")
                                .asText()
                                .equals(settings.getOrDefault("token", Canary.SNOWFLAKE_TOKEN.value()));
                    default ->
                        data.path("PASSWORD")
                                        .asText()
                                        .equals(settings.getOrDefault("password", Canary.SNOWFLAKE_PASSWORD.value()))
                                || data.path("TOKEN").asText().equals("cached-mfa-token");
                };
        return good ? null : "390100|Incorrect username or password was specified.";
    }

    private static boolean signed(String jwt, String publicKey) {
        try {
            String[] parts = jwt.split("\\.", -1);
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(publicKey)));
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(key);
            check.update(StandInMain.utf8(parts[0] + "." + parts[1]));
            return check.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    JsonNode renew(String masterToken) {
        for (Session session : expired.values()) {
            if (session.master().equals(masterToken) && !deadMasters.contains(masterToken)) {
                return tokens(session);
            }
        }
        return StandInMain.failure(
                "390114", "08001", "Authentication token has expired. The user must authenticate again.");
    }

    void expire(boolean masterToo) {
        live.forEach((token, session) -> {
            expired.put(token, session);
            if (masterToo) {
                deadMasters.add(session.master());
            }
        });
        live.clear();
    }

    void end(String token) {
        live.remove(token);
    }

    /** What a call with this token is told; null when it is a good one. */
    JsonNode refusal(String token) {
        if (live.containsKey(token)) {
            return null;
        }
        return expired.containsKey(token)
                ? StandInMain.failure("390112", "08001", "Your session has expired. Please login again.")
                : StandInMain.failure(
                        "390111", "08001", "Session no longer exists. New login required to access the service.");
    }

    Map<String, JsonNode> parameters(String token) {
        return live.get(token).parameters();
    }
}
