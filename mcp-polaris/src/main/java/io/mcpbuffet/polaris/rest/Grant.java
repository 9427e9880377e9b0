package io.mcpbuffet.polaris.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How a token is asked for: the form that is posted and, where the client authenticates by header, that header. */
record Grant(Map<String, String> form, Optional<String> authorization) {
    static final String TOKEN_TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    Grant {
        form = new LinkedHashMap<>(form);
    }

    /** With a client's id and secret, written {@code id:secret}, or a secret alone. */
    static Grant clientCredentials(String credential, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        int colon = credential.indexOf(':');
        if (colon >= 0) {
            form.put("client_id", credential.substring(0, colon));
        }
        form.put("client_secret", credential.substring(colon + 1));
        form.putAll(more);
        return new Grant(form, Optional.empty());
    }

    /** Another token for the one at hand (RFC 8693). {@code credential} authenticates the client where it is present. */
    static Grant exchange(String type, String token, Optional<String> credential, Map<String, String> more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", EXCHANGE);
        form.put("subject_token", token);
        form.put("subject_token_type", type);
        form.putAll(more);
        return new Grant(
                form,
                credential.map(secret ->
                        "Basic " + Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public String toString() {
        return "grant " + form.get("grant_type");
    }
}
