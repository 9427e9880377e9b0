package io.mcpbuffet.server;

import io.mcpbuffet.access.Principal;

/** Knows what each principal is offered. Safe for use by many threads. */
@FunctionalInterface
interface Desks {
    Desk of(Principal principal);
}
