package io.mcpbuffet.federation;

import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.SemanticModel;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.CatalogProvider;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A configured catalog: its name, what opens it, and its properties with secrets filled in.
 *
 * @param semantics what people say about its tables
 */
public record CatalogSource(
        String name, CatalogProvider provider, Map<String, String> properties, SemanticModel semantics) {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,23}");

    public CatalogSource {
        if (!SLUG.matcher(name).matches()) {
            throw LakeException.invalid("The catalog name '" + name + "' is not a slug")
                    .hint("Use 1 to 24 lower-case letters, digits and underscores, with a letter first, such as lake");
        }
        properties = Map.copyOf(properties);
    }

    /** A catalog whose tables nobody says anything about. */
    public CatalogSource(String name, CatalogProvider provider, Map<String, String> properties) {
        this(name, provider, properties, SemanticModel.EMPTY);
    }

    /** The same, opened by another provider. */
    public CatalogSource with(CatalogProvider other) {
        return new CatalogSource(name, other, properties, semantics);
    }

    /** Whether values of columns may be read for search. */
    public boolean sampleValues() {
        return "true".equals(properties.get(CatalogConfig.SAMPLE_VALUES));
    }

    /** Properties may be secret, so they are not shown. */
    @Override
    public String toString() {
        return name + " (" + provider.kind() + ")";
    }
}
