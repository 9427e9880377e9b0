package io.mcpbuffet.federation;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.CatalogProvider;
import java.util.Map;
import java.util.regex.Pattern;

/** A configured catalog: its name, what opens it, and its properties with secrets filled in. */
public record CatalogSource(String name, CatalogProvider provider, Map<String, String> properties) {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,23}");

    public CatalogSource {
        if (!SLUG.matcher(name).matches()) {
            throw LakeException.invalid("The catalog name '" + name + "' is not a slug")
                    .hint("Use 1 to 24 lower-case letters, digits and underscores, with a letter first, such as lake");
        }
        properties = Map.copyOf(properties);
    }

    /** Properties may be secret, so they are not shown. */
    @Override
    public String toString() {
        return name + " (" + provider.kind() + ")";
    }
}
