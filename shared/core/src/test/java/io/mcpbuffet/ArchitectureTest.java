package io.mcpbuffet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mcpbuffet");

    @Test
    void dependenciesRunOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("server")
                .definedBy("io.mcpbuffet.server..")
                .layer("observe")
                .definedBy("io.mcpbuffet.observe..")
                .layer("tool")
                .definedBy("io.mcpbuffet.tool..")
                .layer("prompt")
                .definedBy("io.mcpbuffet.prompt..")
                .layer("cache")
                .definedBy("io.mcpbuffet.cache..")
                .layer("search")
                .definedBy("io.mcpbuffet.search..")
                .layer("federation")
                .definedBy("io.mcpbuffet.federation..")
                .layer("spi")
                .definedBy("io.mcpbuffet.spi..")
                .layer("model")
                .definedBy("io.mcpbuffet.model..")
                .layer("json")
                .definedBy("io.mcpbuffet.json..")
                .layer("config")
                .definedBy("io.mcpbuffet.config..")
                .layer("access")
                .definedBy("io.mcpbuffet.access..")
                .layer("error")
                .definedBy("io.mcpbuffet.error..")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("observe")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("prompt")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("cache")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("tool")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("search")
                .mayOnlyBeAccessedByLayers("tool", "server")
                .whereLayer("federation")
                .mayOnlyBeAccessedByLayers("search", "tool", "server")
                .whereLayer("json")
                .mayOnlyBeAccessedByLayers("federation", "search", "tool", "server")
                .whereLayer("spi")
                .mayOnlyBeAccessedByLayers("cache", "federation", "search", "tool", "server")
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("access", "json", "spi", "federation", "search", "tool", "server")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("federation", "server", "observe")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers(
                        "access", "cache", "spi", "federation", "search", "tool", "observe", "server")
                .check(CORE);
    }

    @Test
    void errorsKnowNothingElse() {
        noClasses()
                .that()
                .resideInAPackage("io.mcpbuffet.error..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.model..",
                        "io.mcpbuffet.spi..",
                        "io.mcpbuffet.config..",
                        "io.mcpbuffet.json..",
                        "io.mcpbuffet.federation..",
                        "io.mcpbuffet.tool..",
                        "io.mcpbuffet.server..",
                        "io.mcpbuffet.observe..")
                .check(CORE);
    }

    @Test
    void onlyTheServerKnowsTheSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.modelcontextprotocol..", "reactor..", "org.reactivestreams..")
                .check(CORE);
    }

    @Test
    void jettyStaysInTheHttpServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.server.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CORE);
    }

    @Test
    void tracesAreSentFromOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.observe.trace..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CORE);
    }

    @Test
    void tokensAreReadInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.access.oauth..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.nimbusds..")
                .check(CORE);
    }

    @Test
    void jacksonStaysWhereJsonIs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.mcpbuffet.json..",
                        "io.mcpbuffet.federation..",
                        "io.mcpbuffet.tool..",
                        "io.mcpbuffet.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(CORE);
    }

    @Test
    void yamlStaysInTheConfiguration() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml..", "org.snakeyaml..")
                .check(CORE);
    }

    @Test
    void noDataLibraryIsInTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.iceberg..", "org.duckdb..", "java.sql..", "software.amazon..")
                .check(CORE);
    }

    @Test
    void nothingPrintsToStandardOutput() {
        noClasses().should().accessField(System.class, "out").check(CORE);
    }
}
