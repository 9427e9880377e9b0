package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.LakeException;

/**
 * The answer of a tool in two forms, each complete by itself.
 *
 * @param structured empty where the setting asks for text alone
 * @param text empty where the setting asks for structure alone
 */
public record ToolResult(ObjectNode structured, String text, boolean isError) {
    public static ToolResult of(ObjectNode structured, String text) {
        return new ToolResult(structured, text, false);
    }

    /** The failure as {@code {code, message, hint, retryable, catalog?}} and the same in text. */
    public static ToolResult error(LakeException failure) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("code", failure.code().name());
        node.put("message", failure.getMessage());
        node.put("hint", failure.hint());
        node.put("retryable", failure.code().retryable());
        failure.catalog().ifPresent(name -> node.put("catalog", name));
        StringBuilder text =
                new StringBuilder(failure.code().name()).append(": ").append(failure.getMessage());
        if (!failure.hint().isEmpty()) {
            text.append("\nHint: ").append(failure.hint());
        }
        failure.catalog().ifPresent(name -> text.append("\nCatalog: ").append(name));
        text.append("\nRetryable: ").append(failure.code().retryable() ? "yes" : "no");
        return new ToolResult(node, text.toString(), true);
    }
}
