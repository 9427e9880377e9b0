package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Views of Athena, Hive, Spark and Glue itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsTest {
    private GlueLake lake;
    private Catalog catalog;
    private FederatedEngine engine;

    @BeforeAll
    void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"shop\"}");
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"reports\"}");
        lake.external("shop", GlueLake.external("orders", "id int; total int", "", "s3://lake/o", GlueLake.PARQUET));
        lake.put("o/1.parquet", Duck.parquet("SELECT i::INTEGER AS id, (10 * i)::INTEGER AS total FROM range(3) t(i)"));
        catalog = lake.open();
        engine = lake.engine(Map.of());
    }

    @AfterAll
    void close() {
        engine.close();
        catalog.close();
        lake.close();
    }

    private List<List<Object>> rows(String sql) {
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), 100, Duration.ofSeconds(60), Optional.empty());
        return engine.run(query, Progress.NONE).page().rows();
    }

    private static TableRef ref(String view) {
        return new TableRef("glue", Namespace.of("reports"), view);
    }

    private void view(String name, String columns, String text, String more) {
        lake.external(
                "reports",
                "{\"Name\": \"" + name + "\", \"TableType\": \"VIRTUAL_VIEW\", \"ViewOriginalText\": "
                        + GlueLake.quoted(text) + ", \"StorageDescriptor\": {\"Columns\": " + columns + "}" + more
                        + "}");
    }

    private static String athena(String sql, String schema) {
        String json = "{\"originalSql\": " + GlueLake.quoted(sql) + ", \"catalog\": \"awsdatacatalog\", \"schema\": \""
                + schema + "\", \"columns\": []}";
        return "/* Presto View: " + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)) + " */";
    }

    @Test
    void showsAndRunsAViewOfAthena() {
        view(
                "big",
                "[{\"Name\": \"id\", \"Type\": \"int\"}, {\"Name\": \"euros\", \"Type\": \"int\"}]",
                athena("SELECT id, total AS euros FROM orders WHERE total > 5", "shop"),
                ", \"Parameters\": {\"presto_view\": \"true\"}, \"Description\": \"Large ones\"");
        TableInfo info = catalog.table(ref("big"), AsOf.LATEST);
        assertThat(info.kind()).isEqualTo(TableKind.VIEW);
        assertThat(info.format()).contains("trino");
        assertThat(info.comment()).contains("Large ones");
        assertThat(info.properties())
                .containsEntry("view.sql", "SELECT id, total AS euros FROM orders WHERE total > 5");
        assertThat(info.columns())
                .extracting(field -> field.name() + " " + field.type())
                .containsExactly("id int", "euros int");
        assertThat(rows("SELECT sum(euros) FROM glue.reports.big").get(0).get(0).toString())
                .isEqualTo("30");
    }

    @Test
    void showsAndRunsViewsOfHiveAndSpark() {
        view("hive", "[]", "SELECT id FROM shop.orders", "");
        view(
                "spark",
                "[]",
                "SELECT max(id) AS most FROM shop.orders",
                ", \"Parameters\": {\"spark.sql.create.version\": \"3.5.1\"}");
        assertThat(catalog.table(ref("hive"), AsOf.LATEST).format()).contains("hive");
        assertThat(catalog.table(ref("spark"), AsOf.LATEST).format()).contains("spark");
        assertThat(rows("SELECT * FROM glue.reports.hive")).hasSize(3);
        assertThat(rows("SELECT most FROM glue.reports.spark").get(0).get(0).toString())
                .isEqualTo("2");
    }

    @Test
    void takesTheTextOfAMultiDialectViewThatIsNearest() {
        lake.external(
                "reports",
                "{\"Name\": \"many\", \"TableType\": \"VIRTUAL_VIEW\", \"ViewDefinition\": {\"Representations\": ["
                        + "{\"Dialect\": \"ATHENA\", \"ViewOriginalText\": \"SELECT 1 AS one\"}, {\"Dialect\": \"SPARK\","
                        + " \"ViewOriginalText\": \"SELECT 2 AS one\"}]}, \"StorageDescriptor\": {\"Columns\": []}}");
        assertThat(catalog.table(ref("many"), AsOf.LATEST).format()).contains("athena");
        assertThat(rows("SELECT one FROM glue.reports.many").get(0).get(0).toString())
                .isEqualTo("1");
    }

    @Test
    void saysWhyAViewCannotBeRead() {
        view("foreign", "[]", "SELECT t.k FROM shop.orders LATERAL VIEW explode(map(id, total)) t AS k, v", "");
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> rows("SELECT * FROM glue.reports.foreign"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure.getMessage()).contains("glue.reports.foreign", "hive");
        lake.external("reports", "{\"Name\": \"mute\", \"TableType\": \"VIRTUAL_VIEW\"}");
        LakeException mute = catchThrowableOfType(LakeException.class, () -> rows("SELECT * FROM glue.reports.mute"));
        assertThat(mute.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(mute.getMessage()).contains("glue.reports.mute", "no text");
    }

    @Test
    void refusesAViewThatIsNoQuery() {
        view("writer", "[]", "DROP TABLE shop.orders", "");
        LakeException failure =
                catchThrowableOfType(LakeException.class, () -> rows("SELECT * FROM glue.reports.writer"));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(rows("SELECT * FROM glue.shop.orders")).hasSize(3);
    }
}
