package io.mcpbuffet.config;

import java.util.List;
import java.util.Map;

/** Kinds of catalogs for tests. */
final class Kinds {
    static final Kind FILES = new Fixed(
            "files",
            List.of(new Known("path", true, false, true), new Known("include", false, false, false)),
            Map.of("default-namespace", "main"));
    static final Kind LAKE = new Fixed(
            "lake",
            List.of(
                    new Known("uri", true, false, false),
                    new Known("warehouse", false, false, true),
                    new Known("credential", false, true, false),
                    new Known("client.region", false, false, false),
                    new Known("s3.*", false, false, false)),
            Map.of());
    static final List<Kind> ALL = List.of(FILES, LAKE);

    private Kinds() {}

    record Fixed(String kind, List<Known> properties, Map<String, String> defaults) implements Kind {}

    record Known(String name, boolean required, boolean secret, boolean path) implements Kind.Property {
        @Override
        public String description() {
            return "About " + name;
        }
    }
}
