package io.mcpbuffet.server;

/** Where messages to a client go, in the order in which they are given. Nothing is thrown where nobody reads. Safe for use by many threads. */
public interface Outlet {
    /** A notification or a request of the server. */
    void message(byte[] json);

    /**
     * The answer to the request that the outlet is for.
     *
     * @param code of the error; 0 for a result
     */
    void answer(byte[] json, int code);

    /** The answer to a request that was refused before anything was done for it. */
    default void refusal(byte[] json, int code) {
        answer(json, code);
    }

    /** Nothing more follows: the request was answered or cancelled. */
    default void end() {}

    /** Whether the reader is gone. */
    boolean broken();
}
