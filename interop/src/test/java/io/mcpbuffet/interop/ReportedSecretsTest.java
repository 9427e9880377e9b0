package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.observe.Canary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tests of all modules have printed: none of the secrets that they gave to the program is in it. Runs after all others. */
class ReportedSecretsTest {
    @Test
    void noneOfTheSecretsOfTheTestsIsInWhatTheyPrinted() throws IOException {
        Map<String, List<String>> told = new LinkedHashMap<>();
        List<Path> reports = reports();
        for (Path report : reports) {
            List<String> found = Canary.in(Files.readString(report, StandardCharsets.ISO_8859_1));
            if (!found.isEmpty()) {
                told.put(Programs.ROOT.relativize(report).toString(), found);
            }
        }
        System.err.println("Looked for secrets in " + reports.size() + " reports");
        assertThat(told).isEmpty();
    }

    private static List<Path> reports() throws IOException {
        List<Path> reports = new ArrayList<>();
        try (Stream<Path> modules = Files.walk(Programs.ROOT, 2)) {
            modules.map(module -> module.resolve("target/surefire-reports"))
                    .filter(Files::isDirectory)
                    .forEach(directory -> reports.addAll(filesIn(directory)));
        }
        return reports;
    }

    private static List<Path> filesIn(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
