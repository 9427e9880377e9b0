package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.view.ViewBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Iceberg views: which of their texts is read, and what the names in it mean. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsTest {
    private static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));

    @TempDir
    private static Path warehouse;

    private LakeEngine lake;

    @BeforeAll
    void make() {
        lake = new LakeEngine(warehouse);
        Table table = lake.create("orders", SCHEMA, 2);
        append(table, row(1L, "a"));
        table.manageSnapshots()
                .createTag("first", table.currentSnapshot().snapshotId())
                .commit();
        append(table, row(2L, "b"));
    }

    @AfterAll
    void close() {
        lake.close();
    }

    private void view(String name, String catalog, Map<String, String> texts) {
        ViewBuilder view = lake.writer()
                .buildView(TableIdentifier.of(LakeEngine.NAMESPACE, name))
                .withSchema(SCHEMA)
                .withDefaultNamespace(LakeEngine.NAMESPACE)
                .withDefaultCatalog(catalog);
        texts.forEach(view::withQuery);
        view.create();
    }

    @Test
    void readsTheTextOfTheEnginesOwnDialect() {
        view("own", null, Map.of("spark", "SELECT nothing", "duckdb", "SELECT id, name FROM orders WHERE id = 2"));
        QueryResult result = lake.run("SELECT * FROM own");
        assertThat(LakeEngine.wide(result)).containsExactly(List.of(2L, "b"));
        assertThat(result.warnings()).isEmpty();
    }

    @Test
    void readsAnotherDialectAndSaysSo() {
        view(
                "foreign_one",
                null,
                Map.of("spark", "SELECT id, name FROM `orders`", "trino", "SELECT id, name FROM orders"));
        QueryResult result = lake.run("SELECT count(*) FROM foreign_one");
        assertThat(LakeEngine.wide(result)).containsExactly(List.of(2L));
        assertThat(result.warnings())
                .singleElement()
                .asString()
                .contains("foreign_one")
                .contains("trino");
    }

    @Test
    void namesTheDialectThatItCannotRead() {
        view("hive_only", null, Map.of("hive", "SELECT TRANSFORM(id) USING 'cat' AS (id, name) FROM orders"));
        LakeException failure = lake.failure("SELECT * FROM hive_only");
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("lake.db.hive_only").hasMessageContaining("hive");
    }

    @Test
    void takesTheDefaultCatalogWhereItKnowsItAndElseTheViewsOwn() {
        view("in_lake", "lake", Map.of("duckdb", "SELECT id, name FROM orders"));
        view("in_other", "prod_catalog_of_spark", Map.of("duckdb", "SELECT id, name FROM db.orders"));
        view("whole_name", null, Map.of("duckdb", "SELECT id, name FROM lake.db.orders"));
        for (String view : List.of("in_lake", "in_other", "whole_name")) {
            assertThat(lake.rows("SELECT count(*) FROM " + view)).as(view).containsExactly(List.of(2L));
        }
    }

    @Test
    void takesColumnNamesOfTheViewAndMomentsOfTheQuery() {
        view("renamed", null, Map.of("duckdb", "SELECT id + 10, upper(name) FROM orders"));
        assertThat(LakeEngine.wide(lake.run("SELECT id, name FROM renamed", new AsOf.Tag("first"), Progress.NONE)))
                .containsExactly(List.of(11L, "A"));
        LakeException failure = lake.failure("SELECT * FROM renamed AT (VERSION => 'first')");
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure).hasMessageContaining("lake.db.renamed");
    }

    @Test
    void readsOnlyFilesThatAConditionOnTheViewMayMatch() {
        view(
                "spoken",
                null,
                Map.of("duckdb", "SELECT id + 0 AS id, name AS word FROM (SELECT * FROM orders WHERE id > 0)"));
        view("heard", null, Map.of("duckdb", "SELECT id, name FROM spoken"));
        QueryResult result = lake.run("SELECT name FROM heard WHERE name = 'b'");
        assertThat(LakeEngine.wide(result)).containsExactly(List.of("b"));
        assertThat(result.filesRead()).hasValue(1);
        assertThat(lake.run("SELECT name FROM heard WHERE name LIKE '%'").filesRead())
                .hasValue(2);
    }

    @Test
    void saysThatAViewRefersToItselfOrToNothing() {
        view("loop", null, Map.of("duckdb", "SELECT * FROM loop"));
        assertThat(lake.failure("SELECT * FROM loop")).hasMessageContaining("itself");
        view("dangling", null, Map.of("duckdb", "SELECT id, name FROM gone"));
        assertThat(lake.failure("SELECT * FROM dangling").code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
}
