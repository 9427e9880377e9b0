package io.mcpbuffet.config;

import java.util.Optional;

/** An address to listen on. A port of 0 is any that is free. */
public record HostPort(String host, int port) {
    public static final HostPort DEFAULT = new HostPort("127.0.0.1", 8765);

    private static final int LAST_PORT = 65_535;

    /** From {@code 127.0.0.1:8765}, {@code :8765}, {@code 8765}, {@code [::1]:8765} or a host alone; empty for anything else. */
    public static Optional<HostPort> parse(String text) {
        String stripped = text.strip();
        if (stripped.matches("\\d{1,5}")) {
            return port(DEFAULT.host(), stripped);
        }
        int colon = stripped.lastIndexOf(':');
        boolean bare = colon < 0 || stripped.endsWith("]");
        String host = bare ? stripped : stripped.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            return Optional.empty();
        }
        if (!host.matches("[A-Za-z0-9._:%-]*") || (bare && host.isEmpty())) {
            return Optional.empty();
        }
        String name = host.isEmpty() ? DEFAULT.host() : host;
        return bare ? Optional.of(new HostPort(name, DEFAULT.port())) : port(name, stripped.substring(colon + 1));
    }

    private static Optional<HostPort> port(String host, String digits) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > LAST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new HostPort(host, Integer.parseInt(digits)));
    }

    /** Whether only this machine reaches it. */
    public boolean loopback() {
        return host.equalsIgnoreCase("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1");
    }

    /** Whether every address of the machine is meant. */
    public boolean wildcard() {
        return host.equals("0.0.0.0") || host.equals("::") || host.equals("*");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
