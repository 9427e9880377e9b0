package io.mcpbuffet.router.link;

/** Opens links to one server. Safe for use by many threads. */
public interface Links {
    /** A new link. UNAVAILABLE where that is known at once; else the receiver is told. */
    Link open(Receiver receiver);

    /** Each link is a process of its own. */
    static Links of(String name, Command command) {
        return receiver -> ChildLink.start(name, command, receiver);
    }

    /** Links share connections. */
    static Links of(String name, Endpoint endpoint) {
        Web web = new Web(name, endpoint);
        return receiver -> endpoint.carrier() == Endpoint.Carrier.SSE
                ? new SseLink(name, web, receiver)
                : new HttpLink(name, web, receiver);
    }
}
