package io.mcpbuffet.access.oauth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.mcpbuffet.config.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The keys of an authorization server, asked for when they are needed and kept for minutes. Safe for use by many threads. */
final class IssuerKeys implements JWKSource<SecurityContext> {
    private static final int MILLIS = 3000;
    private static final int MOST_BYTES = 512 << 10;
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration REFRESH = Duration.ofSeconds(15);

    private final HttpConfig.OAuth config;
    private final DefaultResourceRetriever web = new DefaultResourceRetriever(MILLIS, MILLIS, MOST_BYTES);
    private JWKSource<SecurityContext> found;

    IssuerKeys(HttpConfig.OAuth config) {
        this.config = config;
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
        return source().get(selector, context);
    }

    private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
        if (found == null) {
            found = JWKSourceBuilder.<SecurityContext>create(keys(), web)
                    .cache(KEPT.toMillis(), REFRESH.toMillis())
                    .retrying(true)
                    .outageTolerant(true)
                    .build();
        }
        return found;
    }

    private URL keys() throws KeySourceException {
        if (config.jwks().isPresent()) {
            return url(config.jwks().get());
        }
        KeySourceException failure = null;
        for (URL metadata : metadata()) {
            try {
                Map<String, Object> document =
                        JSONObjectUtils.parse(web.retrieveResource(metadata).getContent());
                if (!config.issuer().equals(document.get("issuer"))) {
                    throw new RemoteKeySourceException("The metadata is of another issuer", null);
                }
                return url(String.valueOf(document.get("jwks_uri")));
            } catch (IOException | ParseException e) {
                failure = new RemoteKeySourceException("The metadata at " + metadata + " cannot be read", e);
            }
        }
        throw failure;
    }

    /** Where RFC 8414 and OpenID Connect put the metadata of an issuer. */
    private List<URL> metadata() throws KeySourceException {
        URI issuer = URI.create(config.issuer());
        String host = issuer.getScheme() + "://" + issuer.getRawAuthority();
        String path = issuer.getRawPath() == null ? "" : issuer.getRawPath().replaceAll("/+$", "");
        return List.of(
                url(host + "/.well-known/oauth-authorization-server" + path),
                url(host + path + "/.well-known/openid-configuration"));
    }

    private static URL url(String text) throws KeySourceException {
        try {
            return URI.create(text).toURL();
        } catch (IllegalArgumentException | IOException e) {
            throw new RemoteKeySourceException("'" + text + "' is no URL", e);
        }
    }
}
