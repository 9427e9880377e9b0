package io.mcpbuffet.polaris;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mcpbuffet.polaris");

    @Test
    void onlyTheStorageKnowsAws() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.polaris.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..", "org.apache.iceberg.aws..")
                .check(all);
    }

    @Test
    void onlyTheProtocolSpeaksHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.mcpbuffet.polaris.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..")
                .check(all);
    }

    @Test
    void theProtocolKnowsNeitherTheStorageNorTheCatalog() {
        noClasses()
                .that()
                .resideInAPackage("io.mcpbuffet.polaris.rest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mcpbuffet.polaris", "io.mcpbuffet.polaris.storage..", "io.mcpbuffet.spi..")
                .check(all);
    }

    @Test
    void noOtherBackendAndNoEngineIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.router..",
                        "io.mcpbuffet.glue..",
                        "io.mcpbuffet.duckdb..",
                        "io.mcpbuffet.engine..",
                        "org.duckdb..")
                .check(all);
    }
}
