package io.mcpbuffet.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.RecordWriter;
import java.util.Optional;

/**
 * The answer of a tool in two forms, each complete by itself.
 *
 * @param structured empty where the setting asks for text alone
 * @param text empty where the setting asks for structure alone
 */
public record ToolResult(ObjectNode structured, String text, boolean isError) {
    record Problem(String code, String message, String hint, boolean retryable, Optional<String> catalog) {}

    public static ToolResult of(ObjectNode structured, String text) {
        return new ToolResult(structured, text, false);
    }

    /** The failure as {@code {code, message, hint, retryable, catalog?}} and the same in text. An INTERNAL one keeps its message. */
    public static ToolResult error(LakeException failure) {
        Problem problem = problem(failure);
        StringBuilder text = new StringBuilder(problem.code()).append(": ").append(problem.message());
        if (!problem.hint().isEmpty()) {
            text.append("\nHint: ").append(problem.hint());
        }
        problem.catalog().ifPresent(name -> text.append("\nCatalog: ").append(name));
        text.append("\nRetryable: ").append(problem.retryable() ? "yes" : "no");
        return new ToolResult(RecordWriter.write(problem), text.toString(), true);
    }

    /** What an error says, as a failure again. */
    public LakeException failure() {
        return LakeException.of(
                        ErrorCode.valueOf(structured.path("code").asText()),
                        structured.path("message").asText())
                .hint(structured.path("hint").asText());
    }

    static Problem problem(LakeException failure) {
        boolean inside = failure.code() == ErrorCode.INTERNAL;
        return new Problem(
                failure.code().name(),
                inside ? "The server met an unforeseen state; its log has the details" : message(failure),
                inside ? "" : Untrusted.message(failure.hint()),
                failure.code().retryable(),
                failure.catalog());
    }

    private static String message(LakeException failure) {
        return Untrusted.message(Optional.ofNullable(failure.getMessage()).orElse(""));
    }
}
