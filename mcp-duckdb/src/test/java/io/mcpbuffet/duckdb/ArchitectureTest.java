package io.mcpbuffet.duckdb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses all = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mcpbuffet.duckdb");

    @Test
    void duckDbItselfIsLeftToTheEngineWorker() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.duckdb..", "io.mcpbuffet.engine..")
                .check(all);
    }

    @Test
    void filesNeedNothingBesidesTheInterfaces() {
        classes()
                .that()
                .resideInAPackage("io.mcpbuffet.duckdb")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.duckdb", "io.mcpbuffet.spi", "io.mcpbuffet.model", "io.mcpbuffet.error", "java..")
                .check(all);
    }

    @Test
    void warehousesNeedNothingBesidesIcebergAndSqlite() {
        classes()
                .that()
                .resideInAPackage("io.mcpbuffet.duckdb.warehouse..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.mcpbuffet.duckdb.warehouse..",
                        "io.mcpbuffet.iceberg..",
                        "io.mcpbuffet.spi",
                        "io.mcpbuffet.model",
                        "io.mcpbuffet.error",
                        "org.apache.iceberg..",
                        "org.sqlite..",
                        "org.slf4j..",
                        "java..",
                        "javax.sql..")
                .check(all);
    }

    @Test
    void noOtherBackendIsKnown() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mcpbuffet.router..", "io.mcpbuffet.glue..", "io.mcpbuffet.polaris..")
                .check(all);
    }
}
