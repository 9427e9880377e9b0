package io.mcpbuffet.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A kind of catalog as the configuration sees it: its word and the properties it knows. */
public interface Kind {
    /** The word after {@code kind:}. */
    String kind();

    List<? extends Property> properties();

    /** Values of properties that are not given. */
    default Map<String, String> defaults() {
        return Map.of();
    }

    /** A property that a kind knows. */
    interface Property {
        /** Exact, or a prefix when it ends in {@code *}. */
        String name();

        String description();

        boolean required();

        /** Masked wherever configuration is printed. */
        boolean secret();

        /** A relative value names a file beside the configuration, so it is made absolute. */
        boolean path();

        /** Whether a key of the configuration is this property. */
        default boolean matches(String key) {
            String name = name();
            return name.endsWith("*")
                    ? key.startsWith(name.substring(0, name.length() - 1)) && key.length() >= name.length()
                    : key.equals(name);
        }
    }

    /** The property that a key names; an exact name wins over a prefix. */
    default Optional<Property> property(String key) {
        Property found = null;
        for (Property property : properties()) {
            if (property.name().equals(key)) {
                return Optional.of(property);
            }
            if (found == null && property.matches(key)) {
                found = property;
            }
        }
        return Optional.ofNullable(found);
    }
}
