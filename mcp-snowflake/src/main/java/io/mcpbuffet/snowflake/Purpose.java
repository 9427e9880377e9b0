package io.mcpbuffet.snowflake;

import org.slf4j.MDC;

/** What a statement is for, as the history of queries at Snowflake shows it. */
final class Purpose {
    private Purpose() {}

    /** With the tool of the call that runs on this thread before it, where it is another word. */
    static String of(String what) {
        String tool = MDC.get("tool");
        return tool == null || tool.equals(what) ? what : tool + ": " + what;
    }
}
