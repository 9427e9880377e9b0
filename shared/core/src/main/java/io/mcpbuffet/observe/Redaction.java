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

/** Masks the configured secrets wherever a text of unknown origin is shown or logged. Safe for use by many threads. */
public final class Redaction {
    public static final Redaction NONE = new Redaction(List.of());

    /** Shorter values would mask parts of ordinary words. */
    private static final int SHORTEST = 4;

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
        values.stream().filter(v -> v.length() >= SHORTEST).forEach(v -> {
            forms.add(v);
            forms.add(Base64.getEncoder().withoutPadding().encodeToString(v.getBytes(StandardCharsets.UTF_8)));
            forms.add(URLEncoder.encode(v, StandardCharsets.UTF_8));
        });
        return new Redaction(List.copyOf(forms));
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
