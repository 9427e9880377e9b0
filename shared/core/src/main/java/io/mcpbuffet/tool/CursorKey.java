package io.mcpbuffet.tool;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs cursors, so that only who was given one can go on with it. Safe for use by many threads. */
public final class CursorKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec key;

    private CursorKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** A key that nobody else has. */
    public static CursorKey random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new CursorKey(bytes);
    }

    /** The key of one principal; for the same name it is the same again. */
    public CursorKey of(String principal) {
        return new CursorKey(mac(principal.getBytes(StandardCharsets.UTF_8), new byte[0]));
    }

    byte[] mac(byte[] first, byte[] second) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(first);
            return mac.doFinal(second);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is part of every Java", e);
        }
    }
}
