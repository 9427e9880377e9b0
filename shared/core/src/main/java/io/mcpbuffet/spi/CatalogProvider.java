package io.mcpbuffet.spi;

import io.mcpbuffet.config.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens catalogs of one kind. Found by {@link java.util.ServiceLoader}. */
public interface CatalogProvider extends Kind {
    /** Every property it knows, for checks, flags and documentation. */
    @Override
    List<PropertySpec> properties();

    /** What its catalogs can do, known without connecting; decides which tools are listed. */
    Set<Feature> features();

    /** The SQL dialect of the engine that its catalogs have of their own ({@link SqlEngine}); empty where the engine here runs all. */
    default Optional<String> dialect() {
        return Optional.empty();
    }

    /**
     * Opens a catalog. Called at first use, not at start, and again after a failure. Properties are checked against
     * {@link #properties()} and filled in; values may be secret, so they appear in no message.
     */
    Catalog open(String name, Map<String, String> properties, Services services);

    /** What a catalog may use of the server it is in. */
    interface Services {
        /** Starts the engine worker on first use. */
        LocalSql localSql();

        /** Of the process. Touches the disk on first use. */
        FileCache files();
    }

    /**
     * A property.
     *
     * @param name exact, or a prefix when it ends in {@code *}
     * @param secret masked wherever configuration is printed
     * @param path a relative value names a local file beside the configuration and arrives absolute; a URI arrives as it is
     */
    record PropertySpec(String name, String description, boolean required, boolean secret, boolean path)
            implements Kind.Property {
        /** For a property that is a local file or directory. */
        public PropertySpec asPath() {
            return new PropertySpec(name, description, required, secret, true);
        }

        public static PropertySpec required(String name, String description) {
            return new PropertySpec(name, description, true, false, false);
        }

        public static PropertySpec optional(String name, String description) {
            return new PropertySpec(name, description, false, false, false);
        }

        public static PropertySpec secret(String name, String description) {
            return new PropertySpec(name, description, false, true, false);
        }
    }
}
