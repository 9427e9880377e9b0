package io.mcpbuffet.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses ROUTER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.mcpbuffet.router");

    /** Catalog kinds and the engine are met through ServiceLoader only. */
    @Test
    void knowsNoBackendAndNoEngine() {
        classes()
                .that()
                .resideInAPackage("io.mcpbuffet.router..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.router..",
                        "io.mcpbuffet.server",
                        "io.mcpbuffet.tool",
                        "io.mcpbuffet.federation",
                        "io.mcpbuffet.spi",
                        "io.mcpbuffet.model",
                        "io.mcpbuffet.json",
                        "io.mcpbuffet.config",
                        "io.mcpbuffet.access",
                        "io.mcpbuffet.observe",
                        "io.mcpbuffet.error",
                        "io.mcpbuffet.demo",
                        "io.modelcontextprotocol..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "java..")
                .check(ROUTER);
    }

    @Test
    void onlyTheClientOfTheDemoKnowsTheSdk() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.mcpbuffet\\.router\\.demo\\.DemoClient.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.modelcontextprotocol..")
                .check(ROUTER);
    }

    @Test
    void nothingPrintsToStandardOutputByItself() {
        noClasses().should().accessField(System.class, "out").check(ROUTER);
    }
}
