package io.mcpbuffet.router.link;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a server listens.
 *
 * @param headers sent with every request; values may be secret
 */
public record Endpoint(URI uri, Map<String, String> headers, Carrier carrier) {
    public Endpoint {
        headers = Map.copyOf(headers);
    }

    /** How messages travel. */
    public enum Carrier {
        /** Streamable HTTP, or HTTP+SSE where the server refuses it. */
        EITHER,
        STREAMABLE,
        SSE;

        /** INVALID_ARGUMENT for a word that no client of MCP uses. */
        public static Carrier of(String word) {
            return switch (word.toLowerCase(Locale.ROOT).replace('_', '-')) {
                case "http", "streamable-http", "streamablehttp" -> STREAMABLE;
                case "sse" -> SSE;
                default ->
                    throw LakeException.invalid("'" + word + "' is no type of server with a url")
                            .hint(Nearest.of(word, List.of("http", "sse"))
                                    .map(nearest -> "Did you mean " + nearest + "?")
                                    .orElse("Types are http and sse"));
            };
        }
    }

    /** Headers may be secret, and so may parts of the address. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getAuthority();
    }
}
