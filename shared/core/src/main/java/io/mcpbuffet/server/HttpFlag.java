package io.mcpbuffet.server;

import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.error.LakeException;
import java.util.List;
import java.util.Optional;

/** The flag {@code --http [HOST:PORT]}. */
public record HttpFlag(Optional<HostPort> address) {
    private static final String NAME = "--http";
    private static final String TOKEN = "BUFFET_HTTP_TOKEN";

    /** Taken out of the flags; empty where it is not among them. INVALID_ARGUMENT where what follows is no address. */
    public static Optional<HttpFlag> take(List<String> flags) {
        for (int at = 0; at < flags.size(); at++) {
            if (flags.get(at).startsWith(NAME + "=")) {
                return Optional.of(of(flags.remove(at).substring(NAME.length() + 1)));
            }
            if (flags.get(at).equals(NAME)) {
                flags.remove(at);
                boolean alone = at == flags.size() || flags.get(at).startsWith("-");
                return Optional.of(alone ? new HttpFlag(Optional.empty()) : of(flags.remove(at)));
            }
        }
        return Optional.empty();
    }

    private static HttpFlag of(String text) {
        HostPort address = HostPort.parse(text)
                .orElseThrow(() -> LakeException.invalid(NAME + " " + text + " is no address")
                        .hint("Give HOST:PORT, such as 127.0.0.1:8765, or nothing for what is configured"));
        return new HttpFlag(Optional.of(address));
    }

    /**
     * What is configured, at the address of the flag. Where nothing says who may come in, the environment may give a token: the
     * arguments of a process can be read by others.
     */
    public HttpConfig over(HttpConfig configured, Environment environment) {
        HttpConfig bound = address.map(configured::at).orElse(configured);
        return bound.secured() ? bound : bound.token(environment.variable(TOKEN));
    }
}
