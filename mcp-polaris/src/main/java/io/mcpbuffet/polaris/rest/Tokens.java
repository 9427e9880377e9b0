package io.mcpbuffet.polaris.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token in use. It is renewed when a request needs one and the old one is about to end, by one thread, while the others go on with the
 * old one; a renewal that fails is tried again at a later request, so an outage shorter than the rest of the old token's life is not seen, and
 * a longer one ends by itself. Safe for use by many threads.
 */
final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Timing timing;
    private final Retries retries;
    private final Supplier<Token> source;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Token known;
    private volatile Instant nextTry = Instant.MIN;

    /** {@code source} asks for a new token once, and throws a {@link RestFailure}. */
    Tokens(Timing timing, Retries retries, Supplier<Token> source) {
        this.timing = timing;
        this.retries = retries;
        this.source = source;
    }

    /** A token that has not ended. */
    String current() {
        Token token = known;
        Instant now = timing.now();
        if (token != null && token.fresh(now)) {
            return token.value();
        }
        if (token != null && !token.ended(now)) {
            renewEarly(token);
            return known.value();
        }
        return first(token).value();
    }

    /** How long the token at hand lasts, in words. */
    String lasts() {
        Token token = known;
        return token == null
                ? "not at hand"
                : token.ends()
                        .map(end -> "good for "
                                + Duration.between(timing.now(), end).toMinutes() + " min")
                        .orElse("good without an end that is known");
    }

    private void renewEarly(Token old) {
        if (timing.now().isBefore(nextTry) || !lock.tryLock()) {
            return;
        }
        try {
            if (Objects.equals(known, old)) {
                known = source.get();
            }
        } catch (RestFailure e) {
            nextTry = timing.now().plus(PAUSE);
            LOG.warn("A token was not renewed and is used on until it ends: {}", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private Token first(Token old) {
        lock.lock();
        try {
            if (Objects.equals(known, old)) {
                known = retries.call(source);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** After a refusal of this token; false where another would be no better. */
    boolean renew(String refused) {
        Token token = known;
        if (token != null && token.value().equals(refused)) {
            lock.lock();
            try {
                if (Objects.equals(known, token)) {
                    known = null;
                }
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    /** A text without the token. */
    String mask(String text) {
        Token token = known;
        return token == null || token.value().isEmpty() ? text : text.replace(token.value(), "***");
    }
}
