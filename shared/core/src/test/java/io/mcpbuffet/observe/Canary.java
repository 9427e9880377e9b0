package io.mcpbuffet.observe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets that tests give to the program and that nothing it prints may have, as they are or encoded, whole or in part. */
public enum Canary {
    ENVIRONMENT,
    FILE,
    PROPERTY,
    CREDENTIAL,
    TOKEN,
    ISSUED_TOKEN,
    BASIC_PASSWORD,
    HEADER,
    SIGNING_KEY,
    SIGNING_SESSION,
    STORE_KEY,
    STORE_SESSION,
    VENDED_KEY,
    VENDED_SESSION,
    GLUE_KEY,
    GLUE_SESSION,
    SNOWFLAKE_PASSWORD,
    SNOWFLAKE_TOKEN,
    PRIVATE_KEY,
    PASSPHRASE,
    HTTP_TOKEN,
    WRONG_TOKEN,
    KEYSTORE_PASSWORD,
    TRACES,
    SERVER;

    /** What all begin with. */
    private static final String STEM = "kanari-bird-";

    private static final int SHORTEST_PART = 3;

    /** The stem is as long as groups of base64 are, so it has one form for each place in a group that it may begin at. */
    private static final Pattern FORMS = Pattern.compile(String.join("|", forms()));

    /** With characters that URLs and JSON write in another way, and no others than a header may have. */
    public String value() {
        return STEM + name().toLowerCase(Locale.ROOT).replace('_', '-') + "+/9~f=";
    }

    private static Set<String> forms() {
        Set<String> forms = new TreeSet<>(List.of(Pattern.quote(STEM)));
        for (int before = 0; before < SHORTEST_PART; before++) {
            String encoded = Base64.getEncoder()
                    .encodeToString(("x".repeat(before) + STEM + "x".repeat(SHORTEST_PART))
                            .getBytes(StandardCharsets.US_ASCII));
            int from = before == 0 ? 0 : 4;
            forms.add(encoded.substring(from, from + 12));
        }
        return forms;
    }

    /** The text, which the program gave to somebody; fails where it has one in any form. */
    public static String none(String text) {
        List<String> found = in(text);
        if (!found.isEmpty()) {
            throw new AssertionError("A secret that the tests gave to the program came out: " + found);
        }
        return text;
    }

    /** What stands around each that a text has in any form; empty where it has none. */
    public static List<String> in(String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = FORMS.matcher(text);
        while (matcher.find()) {
            found.add(text.substring(Math.max(0, matcher.start() - 160), Math.min(text.length(), matcher.end() + 60)));
        }
        return found;
    }
}
