package io.mcpbuffet.polaris;

import io.mcpbuffet.config.PropertiesPage;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void theTablesOfPropertiesAreMadeFromTheCode() {
        PropertiesPage.check("polaris");
    }
}
