package io.mcpbuffet.config;

import java.util.List;
import java.util.Map;

/** A part of a configuration file with the line it stands on. */
sealed interface Setting {
    int line();

    /** Keys and what they hold, in order. */
    record Block(int line, Map<String, Setting> entries) implements Setting {}

    record Many(int line, List<Setting> items) implements Setting {}

    /**
     * A scalar.
     *
     * @param text as written, without quotes
     * @param plain what YAML takes it for: String, Long, Double, Boolean
     */
    record Value(int line, String text, Object plain) implements Setting {}

    /** A key without a value. */
    record Nothing(int line) implements Setting {}
}
