package io.mcpbuffet.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP server.
 *
 * @param bind address and port
 * @param tokens bearer tokens, each with its holder
 * @param oauth whose access tokens are taken; it excludes tokens of our own
 * @param publicUrl how clients reach the server, where something in front has another name or path
 * @param origins of web pages that may call, beside pages of this machine
 * @param hosts names by which the server may be called, beside its own
 * @param drain how long running calls may take when the server is told to end
 */
public record HttpConfig(
        HostPort bind,
        List<Token> tokens,
        Optional<OAuth> oauth,
        Optional<Tls> tls,
        Optional<String> publicUrl,
        List<String> origins,
        List<String> hosts,
        int maxSessions,
        Duration sessionIdle,
        Duration drain) {
    public static final HttpConfig DEFAULT = new HttpConfig(
            HostPort.DEFAULT,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            1000,
            Duration.ofMinutes(30),
            Duration.ofSeconds(10));

    public HttpConfig {
        tokens = List.copyOf(tokens);
        origins = List.copyOf(origins);
        hosts = List.copyOf(hosts);
    }

    /** The same at another address. */
    public HttpConfig at(HostPort address) {
        return new HttpConfig(address, tokens, oauth, tls, publicUrl, origins, hosts, maxSessions, sessionIdle, drain);
    }

    /** The same for whoever holds a token; as it is where there is none. */
    public HttpConfig token(Optional<String> token) {
        return token.map(text -> new HttpConfig(
                        bind,
                        List.of(new Token("token", new Secret(text), List.of())),
                        oauth,
                        tls,
                        publicUrl,
                        origins,
                        hosts,
                        maxSessions,
                        sessionIdle,
                        drain))
                .orElse(this);
    }

    /** Whether somebody is asked who he is. */
    public boolean secured() {
        return !tokens.isEmpty() || oauth.isPresent();
    }

    /**
     * A bearer token.
     *
     * @param catalogs those that its holder may see; empty for all
     */
    public record Token(String name, Secret token, List<String> catalogs) {
        public Token {
            catalogs = List.copyOf(catalogs);
        }
    }

    /**
     * An authorization server whose tokens are taken.
     *
     * @param issuer as tokens name it
     * @param jwks where its keys are; without it, its metadata tells
     * @param audience as tokens have to name this server
     * @param principal the claim that names the principal
     * @param scopes what each scope opens; without any, a token of the right audience opens all
     */
    public record OAuth(String issuer, Optional<String> jwks, String audience, String principal, List<Scope> scopes) {
        public OAuth {
            scopes = List.copyOf(scopes);
        }
    }

    /** What a scope opens; empty lists stand for all. */
    public record Scope(String name, List<String> catalogs, List<String> tools) {
        public Scope {
            catalogs = List.copyOf(catalogs);
            tools = List.copyOf(tools);
        }
    }

    /** Key and certificate as PKCS#12 or JKS. */
    public record Tls(Path keystore, Secret password) {}
}
