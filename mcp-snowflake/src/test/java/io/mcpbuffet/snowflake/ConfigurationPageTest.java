package io.mcpbuffet.snowflake;

import io.mcpbuffet.config.DocSection;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    @Test
    void theTableOfPropertiesIsMadeFromTheCode() {
        SnowflakeProvider provider = new SnowflakeProvider();
        DocSection.check(
                Path.of("..", "docs", "configuration.md"),
                "properties of " + provider.kind(),
                DocSection.properties(provider));
    }
}
