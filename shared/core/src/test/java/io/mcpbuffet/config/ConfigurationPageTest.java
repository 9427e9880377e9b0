package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "configuration.md");

    @Test
    void theTableOfLimitsIsMadeFromTheCode() {
        StringBuilder table = new StringBuilder("| key of `limits` | default | meaning |\n|---|---|---|\n");
        for (LimitSetting limit : LimitSetting.values()) {
            table.append("| `%s` | %s | %s: %s |\n"
                    .formatted(
                            limit.key(),
                            limit.text(Limits.DEFAULT),
                            limit.description(),
                            limit.expected().replaceFirst(", such as .*", "")));
        }
        DocSection.check(PAGE, "limits", table.toString());
    }

    @Test
    void everyKeyIsOnThePage() throws IOException {
        List<String> keys = new ArrayList<>(ConfigReader.KEYS);
        keys.addAll(ServiceReader.ALL);
        keys.addAll(CatalogConfig.COMMON);
        keys.add(ConfigFile.VARIABLE);
        for (Output output : Output.values()) {
            keys.add(output.word());
        }
        String page = Files.readString(PAGE);
        assertThat(keys).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
