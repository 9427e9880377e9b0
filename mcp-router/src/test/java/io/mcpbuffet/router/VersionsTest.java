package io.mcpbuffet.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Versions of dependencies and plugins stand in the root pom.xml alone. */
class VersionsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String OURS = "${project.version}";

    @Test
    void ofDependenciesAndPluginsStandInOnePlace() throws Exception {
        List<String> strays = new ArrayList<>();
        List<Path> modules = modules();
        assertThat(modules).contains(ROOT.resolve("mcp-router/pom.xml"), ROOT.resolve("shared/core/pom.xml"));
        for (Path module : modules) {
            strays.addAll(versions(module));
        }
        assertThat(strays).isEmpty();
    }

    private static List<String> versions(Path pom) throws IOException, ParserConfigurationException, SAXException {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        List<String> out = new ArrayList<>();
        NodeList versions = document.getElementsByTagName("version");
        for (int i = 0; i < versions.getLength(); i++) {
            Element parent = (Element) versions.item(i).getParentNode();
            String version = versions.item(i).getTextContent().strip();
            if (List.of("dependency", "plugin").contains(parent.getTagName()) && !version.equals(OURS)) {
                out.add(ROOT.relativize(pom) + ": "
                        + parent.getElementsByTagName("artifactId").item(0).getTextContent() + " " + version);
            }
        }
        return out;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files.filter(f -> f.endsWith("pom.xml") && !f.getParent().equals(ROOT))
                    .filter(f -> !f.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
