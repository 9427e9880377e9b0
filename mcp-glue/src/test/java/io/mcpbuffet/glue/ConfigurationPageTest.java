package io.mcpbuffet.glue;

import io.mcpbuffet.config.PropertiesPage;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void theTablesOfPropertiesAreMadeFromTheCode() {
        PropertiesPage.check("glue");
    }
}
