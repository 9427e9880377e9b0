package io.mcpbuffet.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One configured catalog.
 *
 * @param properties by dotted name, in the order given, checked and filled in
 * @param masked names of the properties whose values are not to be printed
 * @param semantics what people say about its tables
 */
public record CatalogConfig(
        String name, String kind, Map<String, String> properties, Set<String> masked, SemanticModel semantics) {
    /** The property that every kind takes: the namespace in which a bare table name is looked up. */
    public static final String DEFAULT_NAMESPACE = "default-namespace";

    /** The property that every kind takes: a file with what people say about the tables. */
    public static final String SEMANTIC_MODEL = "semantic-model";

    /** The property that every kind takes: whether values of columns may be read for search. */
    public static final String SAMPLE_VALUES = "sample-values";

    static final List<String> COMMON = List.of(DEFAULT_NAMESPACE, SEMANTIC_MODEL, SAMPLE_VALUES);

    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{0,23}");

    public CatalogConfig {
        properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        masked = Collections.unmodifiableSet(new TreeSet<>(masked));
    }

    /** A catalog whose tables nobody says anything about. */
    public CatalogConfig(String name, String kind, Map<String, String> properties, Set<String> masked) {
        this(name, kind, properties, masked, SemanticModel.EMPTY);
    }

    /** A catalog whose properties are all printable. */
    public CatalogConfig(String name, String kind, Map<String, String> properties) {
        this(name, kind, properties, Set.of());
    }

    /** Whether a text can name a catalog. */
    public static boolean isName(String text) {
        return SLUG.matcher(text).matches();
    }

    public Optional<String> defaultNamespace() {
        return Optional.ofNullable(properties.get(DEFAULT_NAMESPACE));
    }

    /** Without any value, since a URI may carry a password. */
    @Override
    public String toString() {
        return name + ": " + kind + properties.keySet();
    }
}
