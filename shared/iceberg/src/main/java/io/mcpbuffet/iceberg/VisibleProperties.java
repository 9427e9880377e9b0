package io.mcpbuffet.iceberg;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Properties of tables as they may be shown. */
public final class VisibleProperties {
    private static final Set<String> SECRET_WORDS =
            Set.of("secret", "token", "password", "credential", "key-id", "access-key", "private-key", "sas-");

    private VisibleProperties() {}

    /** Sorted, without the values of what may be secret, such as a password of a connection. */
    public static Map<String, String> of(Map<String, String> properties) {
        Map<String, String> shown = new TreeMap<>();
        properties.forEach((key, value) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            shown.put(key, SECRET_WORDS.stream().anyMatch(lower::contains) ? "***" : value);
        });
        return shown;
    }
}
