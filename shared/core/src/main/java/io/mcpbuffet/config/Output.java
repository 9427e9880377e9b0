package io.mcpbuffet.config;

import java.util.Locale;

/** In which forms an answer is given. */
public enum Output {
    /** Text and structured content, each complete. */
    BOTH,
    /** Text only, for clients that show both to the model. */
    TEXT,
    /** Structured content, and the same JSON as text. */
    STRUCTURED;

    /** The word in the configuration. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
