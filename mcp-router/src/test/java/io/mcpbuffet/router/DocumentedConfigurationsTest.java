package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.ConfigFile;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.server.BuffetServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogs of every configuration that the documentation shows, read as a user would have them read: each property is one that there is. */
class DocumentedConfigurationsTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(catalogs:.*?)```", Pattern.DOTALL);

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");

    /** Names a file that is read with the configuration, which the page does not show whole. */
    private static final Pattern SEMANTIC_MODEL = Pattern.compile(", semantic-model: [^,}]+");

    @TempDir
    Path directory;

    static List<String> configurations() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("..", "docs"))) {
            return Stream.concat(Stream.of(Path.of("..", "README.md")), pages.sorted())
                    .filter(page -> page.toString().endsWith(".md"))
                    .flatMap(page -> BLOCK.matcher(text(page)).results().map(MatchResult::group))
                    .toList();
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void isUnderstood(String block) throws IOException {
        String yaml = block.replaceFirst("```yaml\n", "").replaceFirst("(?s)\n([a-zA-Z`].*)", "\n");
        Path file = Files.writeString(
                directory.resolve("buffet.yaml"), SEMANTIC_MODEL.matcher(yaml).replaceAll(""));
        Files.writeString(directory.resolve("key.p8"), "key");
        Map<String, String> variables = VARIABLE.matcher(yaml)
                .results()
                .collect(Collectors.toMap(each -> each.group(1), each -> "value", (one, same) -> one));
        Environment environment = new Environment(variables, directory, directory);
        BuffetConfig config = ConfigFile.read(file, BuffetServer.providers(), environment);
        assertThat(config.catalogs()).isNotEmpty();
    }
}
