package io.mcpbuffet.glue;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mcpbuffet.glue");

    @Test
    void amazonsTypesStopAtTheClientOfGlueAndItsErrors() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.glue.aws")
                .and()
                .doNotHaveSimpleName("GlueService")
                .and()
                .doNotHaveSimpleName("GlueModel")
                .and()
                .doNotHaveSimpleName("GlueErrors")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(all);
    }

    @Test
    void tablesOfFilesKnowNothingOfGlue() {
        noClasses()
                .that()
                .resideInAPackage("io.mcpbuffet.glue.external")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mcpbuffet.glue", "io.mcpbuffet.glue.aws")
                .check(all);
    }

    @Test
    void noOtherBackendNorTheEngineIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.router..",
                        "io.mcpbuffet.duckdb..",
                        "io.mcpbuffet.polaris..",
                        "io.mcpbuffet.snowflake..",
                        "io.mcpbuffet.engine..",
                        "org.apache.hadoop..")
                .check(all);
    }
}
