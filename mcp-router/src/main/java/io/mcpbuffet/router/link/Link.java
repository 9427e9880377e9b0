package io.mcpbuffet.router.link;

import java.util.Optional;

/** A way to one MCP server on which messages go and come. Nothing here waits for the server. Safe for use by many threads. */
public interface Link extends AutoCloseable {
    /**
     * Takes a message to send. What becomes of it is told to the receiver.
     *
     * @param id of the request; 0 for a notification
     */
    void send(byte[] json, long id);

    /** The same for a request that is part of a trace, which is in the message as well. */
    default void send(byte[] json, long id, Optional<String> traceparent) {
        send(json, id);
    }

    /** A request was answered, so the server has read it and all before it. */
    default void answered(long id) {}

    /** Nobody waits for the answer of a request any more. */
    default void forget(long id) {}

    /** The server has answered the first request. */
    default void established(String protocolVersion) {}

    /** What the server said last outside of the protocol, for a person who looks for what is wrong; empty for nothing. */
    default String lastWords() {
        return "";
    }

    /** Ends the way, and with it the server where it was started here. A second time does nothing. */
    @Override
    void close();
}
