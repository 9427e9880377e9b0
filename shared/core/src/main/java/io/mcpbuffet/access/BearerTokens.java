package io.mcpbuffet.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Admits whoever holds one of the configured tokens. Compares in a time that tells nothing about them. */
public final class BearerTokens implements Authenticator {
    private static final String SCHEME = "bearer ";
    private static final Refused NO_TOKEN = new Refused(401, "", "", "");
    private static final Refused WRONG_TOKEN = new Refused(401, "invalid_token", "The token is not known", "");

    private final Map<Principal, byte[]> digests = new LinkedHashMap<>();

    /** @param tokens by their holders */
    public BearerTokens(Map<Principal, String> tokens) {
        tokens.forEach((principal, token) -> digests.put(principal, digest(token)));
    }

    /** The token of a header; empty where there is none. */
    public static Optional<String> token(Optional<String> authorization) {
        return authorization
                .filter(text -> text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(text -> text.substring(SCHEME.length()).strip())
                .filter(text -> !text.isEmpty());
    }

    @Override
    public Outcome authenticate(Optional<String> authorization) {
        Optional<String> token = token(authorization);
        if (token.isEmpty()) {
            return NO_TOKEN;
        }
        byte[] given = digest(token.get());
        Outcome outcome = WRONG_TOKEN;
        for (Map.Entry<Principal, byte[]> known : digests.entrySet()) {
            if (MessageDigest.isEqual(known.getValue(), given)) {
                outcome = new Admitted(known.getKey());
            }
        }
        return outcome;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }
}
