package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Principal;

/** Tells people what a server has and does, as far as each may know. Answers at once. Safe for use by many threads. */
@FunctionalInterface
public interface StatusSource {
    ObjectNode of(Principal principal);
}
