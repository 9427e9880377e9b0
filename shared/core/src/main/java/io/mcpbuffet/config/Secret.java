package io.mcpbuffet.config;

/** A text that prints as {@code ***} wherever it ends up; only {@link #reveal} gives it away. */
public record Secret(String value) {
    public static final String MASK = "***";

    /** For handing it to what it opens. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
