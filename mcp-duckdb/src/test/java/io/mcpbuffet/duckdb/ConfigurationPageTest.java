package io.mcpbuffet.duckdb;

import io.mcpbuffet.config.PropertiesPage;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void theTablesOfPropertiesAreMadeFromTheCode() {
        PropertiesPage.check("duckdb", "iceberg");
    }
}
