package io.mcpbuffet.access;

import java.util.Optional;

/** Decides who sends a request by its {@code Authorization} header. Safe for use by many threads. */
public interface Authenticator {
    /** Lets everybody in as the one who started the server. Only for a server that nobody else reaches. */
    Authenticator OPEN = authorization -> new Admitted(Principal.LOCAL);

    /** What comes of a header. */
    sealed interface Outcome {}

    record Admitted(Principal principal) implements Outcome {}

    /**
     * A refusal as RFC 6750 gives them.
     *
     * @param status 401, or 403 where the caller is known and may not
     * @param error its word, such as {@code invalid_token}; empty where no token was given
     * @param description shown to the client
     * @param scope what a token would have to have; empty where that is no matter of scopes
     */
    record Refused(int status, String error, String description, String scope) implements Outcome {
        /** The value of {@code WWW-Authenticate}, without the place of the metadata. */
        public String challenge() {
            StringBuilder text = new StringBuilder("Bearer realm=\"mcp-buffet\"");
            if (!error.isEmpty()) {
                text.append(", error=\"")
                        .append(error)
                        .append("\", error_description=\"")
                        .append(description)
                        .append('"');
            }
            return (scope.isEmpty()
                            ? text
                            : text.append(", scope=\"").append(scope).append('"'))
                    .toString();
        }
    }

    /** Never throws for what a client sends. */
    Outcome authenticate(Optional<String> authorization);
}
