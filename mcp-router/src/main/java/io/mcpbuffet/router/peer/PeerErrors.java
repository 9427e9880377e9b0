package io.mcpbuffet.router.peer;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.server.RelayedError;
import java.util.Arrays;

/** What another server of this kind says is wrong, with its code and its hint. */
final class PeerErrors {
    private PeerErrors() {}

    /** Of a call without a result. */
    static LakeException translate(String server, Throwable failure) {
        if (failure instanceof LakeException known) {
            return known;
        }
        if (failure instanceof RelayedError refused) {
            return LakeException.unavailable(
                    "The server '" + server + "' refused the call: " + refused.getMessage(), refused);
        }
        return LakeException.of(ErrorCode.INTERNAL, "A call of the server '" + server + "' failed", failure);
    }

    /** Of a result that is an error. */
    static LakeException of(String server, JsonNode problem, String text) {
        String code = problem.path("code").asText();
        if (code.isEmpty()) {
            return LakeException.unavailable("The server '" + server + "' failed: " + text, null);
        }
        return coded(
                code, problem.path("message").asText(), problem.path("hint").asText());
    }

    /** Of the state of a catalog, {@code CODE: message}. */
    static LakeException stated(String text) {
        int colon = text.indexOf(": ");
        return colon < 0
                ? LakeException.unavailable(text, null)
                : coded(text.substring(0, colon), text.substring(colon + 2), "");
    }

    private static LakeException coded(String code, String message, String hint) {
        ErrorCode known = Arrays.stream(ErrorCode.values())
                .filter(each -> each.name().equals(code))
                .findFirst()
                .orElse(ErrorCode.UNAVAILABLE);
        return LakeException.of(known, message).hint(hint);
    }
}
