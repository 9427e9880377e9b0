package io.mcpbuffet.server;

import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.AccessList;
import io.mcpbuffet.access.AccessRule;
import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.access.BearerTokens;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.access.oauth.OAuthTokens;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.ServiceConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes of the configuration who is let in, and what he may. */
final class Admission {
    private Admission() {}

    static Authenticator of(HttpConfig http, List<ServiceConfig.Rule> rules) {
        AccessList list = list(rules);
        if (http.oauth().isPresent()) {
            return OAuthTokens.of(http.oauth().get(), list);
        }
        if (http.tokens().isEmpty()) {
            Principal local = local(rules);
            return authorization -> new Authenticator.Admitted(local);
        }
        Map<Principal, String> tokens = new LinkedHashMap<>();
        http.tokens()
                .forEach(token -> tokens.put(holder(token, list), token.token().reveal()));
        return new BearerTokens(tokens);
    }

    /** Whoever starts the server on his own machine; rules are for him too. */
    static Principal local(List<ServiceConfig.Rule> rules) {
        String name = Principal.LOCAL.name();
        return new Principal(name, list(rules).of(name));
    }

    private static Principal holder(HttpConfig.Token token, AccessList list) {
        return new Principal(token.name(), Access.catalogs(token.catalogs()).and(list.of(token.name())));
    }

    private static AccessList list(List<ServiceConfig.Rule> rules) {
        return new AccessList(rules.stream()
                .map(rule -> new AccessList.Entry(
                        rule.principals(),
                        new AccessRule(rule.catalogs(), rule.namespaces(), rule.tables(), rule.tools(), rule.allow())))
                .toList());
    }
}
