package io.mcpbuffet.server.http;

import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Knows by which names the server may be called, and pages of which origins may call it: a page of somewhere else could otherwise use
 * the server of whoever looks at it.
 */
final class HostGuard {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final Set<String> hosts = new TreeSet<>();
    private final Set<String> origins = new TreeSet<>();
    private final boolean anyHost;

    /** The header that was known last: nearly all that come are alike. */
    private volatile String last = "";

    HostGuard(HttpConfig config) {
        hosts.addAll(LOOPBACK);
        hosts.add(config.bind().host().toLowerCase(Locale.ROOT));
        config.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        config.publicUrl()
                .map(URI::create)
                .map(URI::getHost)
                .ifPresent(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        config.origins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
        // Somebody who is reached under every address cannot know them all; access control is required there.
        anyHost = config.bind().wildcard() && config.hosts().isEmpty();
    }

    /** @param host the header as it came */
    boolean knows(Optional<String> host) {
        if (host.isPresent() && host.get().equals(last)) {
            return true;
        }
        boolean known = host.flatMap(HostPort::parse)
                .filter(parsed -> anyHost || hosts.contains(parsed.host().toLowerCase(Locale.ROOT)))
                .isPresent();
        if (known) {
            last = host.get();
        }
        return known;
    }

    /** Whether a page of an origin may call: it is configured, or from a name of this server. Absent is no page. */
    boolean admits(Optional<String> origin) {
        if (origin.isEmpty() || configured(origin)) {
            return true;
        }
        try {
            String host = URI.create(origin.get()).getHost();
            return host != null
                    && hosts.contains(host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a page of this origin may also read the answers. */
    boolean configured(Optional<String> origin) {
        return origin.map(o -> origins.contains(o.toLowerCase(Locale.ROOT))).orElse(false);
    }
}
