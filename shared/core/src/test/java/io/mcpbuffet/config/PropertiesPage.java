package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.spi.CatalogProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** The tables of properties in docs/configuration.md, each made from the code of its kind. */
public final class PropertiesPage {
    private PropertiesPage() {}

    /** Of the kinds that a module brings; their providers are found as a server finds them. */
    public static void check(String... kinds) {
        List<CatalogProvider> providers = ServiceLoader.load(CatalogProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(providers).extracting(CatalogProvider::kind).contains(kinds);
        for (CatalogProvider provider : providers) {
            DocSection.check(
                    Path.of("..", "docs", "configuration.md"),
                    "properties of " + provider.kind(),
                    DocSection.properties(provider));
        }
    }
}
