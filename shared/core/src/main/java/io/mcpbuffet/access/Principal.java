package io.mcpbuffet.access;

import java.util.Objects;

/**
 * Who asks, and what he may see and use.
 *
 * @param name as rules, logs and limits know it
 */
public record Principal(String name, Access access) {
    /** Who starts a server on his own machine: he may do all that the server can. */
    public static final Principal LOCAL = new Principal("local", Access.ALL);

    public Principal {
        Objects.requireNonNull(name);
        Objects.requireNonNull(access);
    }
}
