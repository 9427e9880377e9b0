package io.mcpbuffet.polaris;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.DocSection;
import io.mcpbuffet.spi.CatalogProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void theTablesOfPropertiesAreMadeFromTheCode() {
        List<CatalogProvider> providers = ServiceLoader.load(CatalogProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(providers).extracting(CatalogProvider::kind).containsExactly("polaris");
        for (CatalogProvider provider : providers) {
            DocSection.check(
                    Path.of("..", "docs", "configuration.md"),
                    "properties of " + provider.kind(),
                    DocSection.properties(provider));
        }
    }
}
