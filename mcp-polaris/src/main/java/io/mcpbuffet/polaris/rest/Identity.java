package io.mcpbuffet.polaris.rest;

import org.apache.iceberg.rest.HTTPHeaders;
import org.apache.iceberg.rest.HTTPRequest;
import org.apache.iceberg.rest.ImmutableHTTPRequest;
import org.apache.iceberg.rest.auth.AuthSession;

/** Who asks: puts credentials on requests. Safe for use by many threads. */
interface Identity {
    HTTPRequest sign(HTTPRequest request);

    /** After the server refused the credentials of a request; whether another try may go better. */
    default boolean renew(HTTPRequest refused) {
        return false;
    }

    /** Who it is, in a few words without secrets. Gets a token where one is needed. */
    String who();

    /** A text of the server without what was sent to it in secret. */
    default String mask(String text) {
        return text;
    }

    /** A bearer token, renewed when it ends. {@code issuer} is the host that gives it. */
    record Bearer(Tokens tokens, PolarisErrors errors, String issuer) implements Identity {
        private static final String HEADER = "Authorization";
        private static final String SCHEME = "Bearer ";

        @Override
        public HTTPRequest sign(HTTPRequest request) {
            HTTPHeaders.HTTPHeader header = HTTPHeaders.HTTPHeader.of(HEADER, SCHEME + token());
            return ImmutableHTTPRequest.builder()
                    .from(request)
                    .headers(request.headers().putIfAbsent(header))
                    .build();
        }

        private String token() {
            try {
                return tokens.current();
            } catch (RestFailure e) {
                throw errors.translateToken(e, issuer);
            }
        }

        @Override
        public String who() {
            token();
            return "an OAuth2 token, " + tokens.lasts();
        }

        @Override
        public boolean renew(HTTPRequest refused) {
            return refused.headers()
                    .firstEntry(HEADER)
                    .map(header -> tokens.renew(header.value().substring(SCHEME.length())))
                    .orElse(false);
        }

        @Override
        public String mask(String text) {
            return tokens.mask(text);
        }
    }

    /** One of Iceberg's own ways: SigV4, basic, or none. {@code who} says which. */
    record Session(AuthSession session, String who) implements Identity {
        @Override
        public HTTPRequest sign(HTTPRequest request) {
            return session.authenticate(request);
        }
    }
}
