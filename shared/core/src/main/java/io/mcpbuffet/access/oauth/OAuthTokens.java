package io.mcpbuffet.access.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.AccessList;
import io.mcpbuffet.access.AccessRule;
import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.access.BearerTokens;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.HttpConfig;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Admits whoever holds an access token of one authorization server for this server. Safe for use by many threads. */
public final class OAuthTokens implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthTokens.class);

    /** Signatures with a key pair: with a shared secret, whoever can check a token can also make one. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final HttpConfig.OAuth config;
    private final AccessList rules;
    private final DefaultJWTProcessor<SecurityContext> processor;

    private OAuthTokens(HttpConfig.OAuth config, AccessList rules, DefaultJWTProcessor<SecurityContext> processor) {
        this.config = config;
        this.rules = rules;
        this.processor = processor;
    }

    /** Asks for the keys of the authorization server with the first token. */
    public static OAuthTokens of(HttpConfig.OAuth config, AccessList rules) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                null, new com.nimbusds.jose.JOSEObjectType("at+jwt"), com.nimbusds.jose.JOSEObjectType.JWT));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, new IssuerKeys(config)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                config.audience(),
                new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                Set.of("exp", config.principal())));
        return new OAuthTokens(config, rules, processor);
    }

    @Override
    public Outcome authenticate(Optional<String> authorization) {
        Optional<String> token = BearerTokens.token(authorization);
        if (token.isEmpty()) {
            return new Refused(401, "", "", wanted());
        }
        try {
            return admitted(processor.process(token.get(), null));
        } catch (RemoteKeySourceException e) {
            LOG.error("The keys of {} cannot be had: {}", config.issuer(), e.getMessage());
            return new Refused(
                    503, "temporarily_unavailable", "The keys of the authorization server cannot be had", "");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            LOG.debug("A token is refused: {}", e.getMessage());
            return new Refused(401, "invalid_token", "The token is not valid for this server", wanted());
        }
    }

    private String wanted() {
        return config.scopes().stream().map(HttpConfig.Scope::name).collect(Collectors.joining(" "));
    }

    private Outcome admitted(JWTClaimsSet claims) throws ParseException {
        String name = claims.getStringClaim(config.principal());
        if (name == null || name.isBlank()) {
            return new Refused(401, "invalid_token", "The token names nobody", "");
        }
        Set<String> given = scopes(claims);
        List<AccessRule> open = new ArrayList<>();
        config.scopes().stream()
                .filter(scope -> given.contains(scope.name()))
                .forEach(
                        scope -> open.add(new AccessRule(scope.catalogs(), List.of(), List.of(), scope.tools(), true)));
        if (open.isEmpty() && !config.scopes().isEmpty()) {
            return new Refused(403, "insufficient_scope", "The token has none of the scopes of this server", wanted());
        }
        return new Admitted(new Principal(name, new Access(List.of(open)).and(rules.of(name))));
    }

    /** One text of words in {@code scope} (RFC 9068), or a list in {@code scp}. */
    private static Set<String> scopes(JWTClaimsSet claims) throws ParseException {
        Set<String> scopes = new LinkedHashSet<>();
        for (String claim : List.of("scope", "scp")) {
            Object value = claims.getClaim(claim);
            if (value instanceof String text) {
                scopes.addAll(List.of(text.strip().split("\\s+")));
            } else if (value instanceof Collection<?> list) {
                list.forEach(each -> scopes.add(String.valueOf(each)));
            }
        }
        return scopes;
    }
}
