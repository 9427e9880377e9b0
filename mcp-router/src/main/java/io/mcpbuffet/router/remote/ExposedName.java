package io.mcpbuffet.router.remote;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What things of other servers are called here: names that every client takes, the same every time. */
final class ExposedName {
    /** Clients put names of their own before it, and models take no more than 64 characters. */
    static final int LONGEST = 46;

    static final String SEPARATOR = "__";

    private static final int LONGEST_ALIAS = 20;
    private static final int HASH = 8;

    private ExposedName() {}

    /** {@code alias__name}, cut with a hash of the whole where it is too long. */
    static String of(String alias, String original) {
        return cut(alias + SEPARATOR + safe(original), LONGEST, original);
    }

    /** Letters, digits, underscores and hyphens, and no two underscores on end. */
    static String alias(String name) {
        String safe = safe(name).replaceAll("_{2,}", "_").replaceAll("^_|_$", "");
        return cut(safe.isEmpty() ? "server" : safe, LONGEST_ALIAS, name);
    }

    /** A name for a catalog. */
    static String catalog(String alias) {
        String slug = alias.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
        return Character.isLetter(slug.charAt(0)) ? slug : "c_" + slug;
    }

    private static String safe(String text) {
        return text.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static String cut(String text, int longest, String whole) {
        if (text.length() <= longest) {
            return text;
        }
        return text.substring(0, longest - HASH - 1) + "_" + hash(whole).substring(0, HASH);
    }

    /** SHA-256 in hexadecimal. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
