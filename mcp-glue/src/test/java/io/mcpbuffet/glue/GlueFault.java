package io.mcpbuffet.glue;

import java.time.Duration;

/** What a call of the stand-in meets in place of its answer. */
sealed interface GlueFault {
    /** An error as the service writes it. */
    record Refusal(int status, String type, String message, String retryAfter) implements GlueFault {}

    /** A body that is no answer. */
    record Body(int status, String contentType, String text) implements GlueFault {}

    /** Half of the answer, and then the connection ends. */
    record HalfAnswer() implements GlueFault {}

    /** No answer: the connection ends. */
    record Reset() implements GlueFault {}

    record Slow(Duration pause) implements GlueFault {}

    record Redirect(String location) implements GlueFault {}

    static GlueFault throttled() {
        return new Refusal(400, "ThrottlingException", "Rate exceeded", "");
    }

    static GlueFault tooMany(String retryAfter) {
        return new Refusal(429, "TooManyRequestsException", "Slow down", retryAfter);
    }

    static GlueFault denied(String message) {
        return new Refusal(400, "AccessDeniedException", message, "");
    }

    static GlueFault broken(int status) {
        return new Refusal(status, "InternalServiceException", "Something broke", "");
    }
}
