package io.mcpbuffet.snowflake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mcpbuffet.snowflake");

    @Test
    void needsTheInterfacesAndTheDriverOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.snowflake",
                        "io.mcpbuffet.spi",
                        "io.mcpbuffet.model",
                        "io.mcpbuffet.config",
                        "io.mcpbuffet.error",
                        "net.snowflake.client..",
                        "com.fasterxml.jackson..",
                        "org.slf4j..",
                        "java..")
                .check(all);
    }

    @Test
    void oneClassKnowsTheDriver() {
        noClasses()
                .that()
                .haveNameNotMatching("io\\.mcpbuffet\\.snowflake\\.Execution.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.snowflake..")
                .check(all);
    }

    @Test
    void nothingPrintsToStandardOutput() {
        noClasses().should().accessField(System.class, "out").check(all);
    }
}
