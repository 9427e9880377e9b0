package io.mcpbuffet.observe;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.ServiceConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Masks the configured secrets wherever a text of unknown origin is shown or logged. Safe for use by many threads. */
public final class Redaction {
    public static final Redaction NONE = new Redaction(List.of());

    /** Shorter values would mask parts of ordinary words. */
    private static final int SHORTEST = 4;

    /** Bytes that base64 writes together. */
    private static final int GROUP = 3;

    /** The part is as long as secrets are, so that no ordinary word is masked everywhere. */
    private static final Pattern COMPOUND = Pattern.compile("(?:[A-Za-z]+ +|[^:/\\s]+:)([^\\s/].{7,})");

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    public static Redaction of(BuffetConfig config) {
        List<String> secrets = new ArrayList<>();
        config.catalogs().values().forEach(catalog -> secrets.addAll(masked(catalog)));
        secrets.addAll(config.serverSecrets());
        config.service()
                .http()
                .tokens()
                .forEach(token -> secrets.add(token.token().reveal()));
        config.service()
                .http()
                .tls()
                .ifPresent(tls -> secrets.add(tls.password().reveal()));
        config.service()
                .traces()
                .flatMap(ServiceConfig.Traces::authorization)
                .ifPresent(value -> secrets.add(value.reveal()));
        return of(secrets);
    }

    /** Of these values, also in base64 and as part of a URL. */
    public static Redaction of(Collection<String> values) {
        TreeSet<String> forms = new TreeSet<>(
                Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        values.stream()
                .flatMap(Redaction::parts)
                .filter(v -> v.length() >= SHORTEST)
                .forEach(v -> {
                    forms.add(v);
                    forms.addAll(base64(v.getBytes(StandardCharsets.UTF_8)));
                    forms.add(URLEncoder.encode(v, StandardCharsets.UTF_8));
                });
        return new Redaction(List.copyOf(forms));
    }

    /** A value, and what is secret in one such as {@code Bearer SECRET} or {@code id:SECRET}, as others may tell that alone. */
    private static Stream<String> parts(String value) {
        Matcher compound = COMPOUND.matcher(value);
        return compound.matches() ? Stream.of(value, compound.group(1)) : Stream.of(value);
    }

    /**
     * What it is part of may have any length before it, as the user of a password has, and any after it: so it has three forms, of which
     * the characters count that nothing else has a part in.
     */
    private static List<String> base64(byte[] value) {
        List<String> forms = new ArrayList<>();
        for (int before = 0; before < GROUP; before++) {
            byte[] shifted = new byte[before + value.length];
            System.arraycopy(value, 0, shifted, before, value.length);
            int first = (before * 8 + 5) / 6;
            int end = shifted.length * 8 / 6;
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                forms.add(encoder.withoutPadding().encodeToString(shifted).substring(first, end));
            }
        }
        return forms;
    }

    private static List<String> masked(CatalogConfig catalog) {
        return catalog.masked().stream()
                .map(name -> catalog.properties().get(name))
                .filter(Objects::nonNull)
                .toList();
    }

    public String mask(String text) {
        String out = text;
        for (String secret : secrets) {
            out = out.replace(secret, "***");
        }
        return out;
    }

    /** The stack trace of a failure without secrets, for a log. */
    public String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return mask(text.toString());
    }
}
