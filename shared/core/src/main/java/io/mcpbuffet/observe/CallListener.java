package io.mcpbuffet.observe;

/** Is told of every call of a tool. Safe for use by many threads, and quick: the answer waits for it. */
@FunctionalInterface
public interface CallListener {
    void ended(CallRecord call);
}
