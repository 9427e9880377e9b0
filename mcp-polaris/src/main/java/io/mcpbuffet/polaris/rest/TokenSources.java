package io.mcpbuffet.polaris.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Where tokens come from besides a grant. */
final class TokenSources {
    private TokenSources() {}

    /** A token from the configuration, for as long as it lasts. */
    static Supplier<Token> fixed(String token, Timing timing) {
        return () -> new Token(token, timing.now(), Optional.empty());
    }

    /** The content of a file that another program keeps new. */
    static Supplier<Token> file(Path file, Timing timing) {
        return () -> {
            try {
                String token = Files.readString(file).strip();
                return new Token(token, timing.now(), Optional.of(timing.now().plusSeconds(60)));
            } catch (IOException e) {
                throw RestFailure.of(RestFailure.Kind.UNREACHABLE, "the file of token-file cannot be read", e);
            }
        };
    }

    /** A token from the configuration, and after it whatever the server gives in exchange for the one before. */
    static Supplier<Token> exchanging(String token, Timing timing, UnaryOperator<Token> exchange) {
        AtomicReference<Token> last = new AtomicReference<>();
        return () -> {
            Token before = last.get();
            Token next =
                    before == null ? new Token(token, timing.now(), TokenEndpoint.end(token)) : exchange.apply(before);
            last.set(next);
            return next;
        };
    }
}
