package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Which of the two forms of an answer are sent: the setting {@code output}. */
public enum OutputForm {
    BOTH,
    TEXT,
    STRUCTURED;

    /** An answer in this form. */
    public ToolResult of(ToolResult full) {
        return switch (this) {
            case BOTH -> full;
            case TEXT -> new ToolResult(JsonNodeFactory.instance.objectNode(), full.text(), full.isError());
            case STRUCTURED -> new ToolResult(full.structured(), "", full.isError());
        };
    }

    /** A tool that declares an output schema has to answer with structure, so without structure it declares none. */
    public Tool of(Tool tool) {
        return new Tool(
                tool.name(),
                tool.title(),
                tool.description(),
                tool.inputSchema(),
                this == TEXT ? JsonNodeFactory.instance.objectNode() : tool.outputSchema(),
                tool.idempotent(),
                tool.openWorld(),
                (arguments, call) -> of(tool.handler().call(arguments, call)));
    }
}
