package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.engine.FederatedEngine;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.s3.S3Store;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tables registered with Lake Formation: read with the keys that it gives for each, or refused with a word on why. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LakeFormationTest {
    private static final Map<String, String> ROLE = Map.of(
            "glue.lakeformation-enabled", "true",
            "glue.account-id", GlueStore.ACCOUNT,
            "client.assume-role.arn", "arn:aws:iam::111122223333:role/lake-reader",
            "client.assume-role.region", FakeGlue.REGION,
            "client.assume-role.tags.LakeFormationAuthorizedCaller", "mcp-buffet");

    private final Map<String, String> settings = new LinkedHashMap<>();
    private GlueLake lake;

    @BeforeAll
    void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        settings.put("aws.endpointUrlSts", lake.glue().endpoint());
        settings.put("aws.endpointUrlLakeFormation", lake.glue().endpoint());
        settings.put("aws.accessKeyId", FakeGlue.ACCESS_KEY);
        settings.put("aws.secretAccessKey", FakeGlue.SECRET_KEY);
        settings.put("aws.region", FakeGlue.REGION);
        settings.forEach(System::setProperty);
        var writer = lake.writer();
        lake.namespace(writer, "shop");
        Table orders = lake.create(
                writer, "shop", "orders", new Schema(Types.NestedField.required(1, "id", Types.LongType.get())));
        lake.append(orders, "SELECT 7::BIGINT AS id", 1);
        lake.external("shop", GlueLake.external("crm", "id int", "", "s3://lake/crm", GlueLake.PARQUET));
        lake.put("crm/1.parquet", Duck.parquet("SELECT 9::INTEGER AS id"));
        lake.glue().store().registered("shop", "orders");
        lake.glue().store().registered("shop", "crm");
    }

    @AfterAll
    void close() {
        settings.keySet().forEach(System::clearProperty);
        lake.close();
    }

    private static List<List<Object>> rows(FederatedEngine engine, String table) {
        Query query = new Query(
                "SELECT id FROM glue.shop." + table,
                AsOf.LATEST,
                Optional.empty(),
                10,
                Duration.ofSeconds(60),
                Optional.empty());
        return engine.run(query, Progress.NONE).page().rows();
    }

    /** Neither the keys of the fixture for Glue nor those for S3. */
    private FederatedEngine engine(Map<String, String> changes) {
        return lake.engineWithout(
                List.of("client.access-key-id", "client.secret-access-key", "s3.access-key-id", "s3.secret-access-key"),
                changes);
    }

    @Test
    void readsWithTheKeysOfEachTable() {
        lake.glue().sts().vend(S3Store.ACCESS_KEY, S3Store.SECRET_KEY);
        try (FederatedEngine engine = engine(ROLE)) {
            assertThat(rows(engine, "orders").get(0).get(0).toString()).isEqualTo("7");
            assertThat(rows(engine, "crm").get(0).get(0).toString()).isEqualTo("9");
        }
        assertThat(lake.glue().sts().vended()).anyMatch(body -> body.contains("table/shop/orders"));
        assertThat(lake.glue().sts().vended()).anyMatch(body -> body.contains("table/shop/crm"));
        assertThat(lake.glue().sts().assumed().get(0))
                .containsEntry("Tags.member.1.Key", "LakeFormationAuthorizedCaller");
    }

    @Test
    void asksForKeysAgainOnlyWhenTheyAreAboutToExpire() {
        lake.glue().sts().vend(S3Store.ACCESS_KEY, S3Store.SECRET_KEY);
        assertThat(asked("lasting")).isEqualTo(1);
        lake.glue().sts().vendUntil(Instant.now().plusSeconds(60));
        assertThat(asked("fleeting")).isGreaterThan(2);
    }

    /** How often keys are asked for in a scan of two files. */
    private long asked(String table) {
        for (int file = 1; file <= 2; file++) {
            lake.put(table + "/" + file + ".parquet", Duck.parquet("SELECT " + file + " AS id"));
        }
        lake.external("shop", GlueLake.external(table, "id int", "", "s3://lake/" + table, GlueLake.PARQUET));
        lake.glue().store().registered("shop", table);
        try (FederatedEngine engine = engine(ROLE)) {
            assertThat(rows(engine, table)).hasSize(2);
        }
        return vended(table);
    }

    private long vended(String table) {
        return lake.glue().sts().vended().stream()
                .filter(body -> body.contains("table/shop/" + table))
                .count();
    }

    @Test
    void worksAgainOnceLakeFormationGivesKeysThatAreRight() {
        lake.glue().sts().vend(S3Store.ACCESS_KEY, Canary.STORE_SESSION.value());
        lake.glue().sts().vendUntil(Instant.now());
        try (FederatedEngine engine = engine(ROLE)) {
            LakeException failure = catchThrowableOfType(LakeException.class, () -> rows(engine, "crm"));
            assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_EXPIRED);
            assertThat(Canary.in(failure.getMessage())).isEmpty();
            lake.glue().sts().vend(S3Store.ACCESS_KEY, S3Store.SECRET_KEY);
            assertThat(rows(engine, "crm")).hasSize(1);
        }
    }

    @Test
    void saysWhenLakeFormationGivesNoKeys() {
        try (FederatedEngine engine = engine(ROLE)) {
            assertThat(engine).isNotNull();
            lake.glue().sts().withhold(true);
            LakeException failure = catchThrowableOfType(LakeException.class, () -> rows(engine, "crm"));
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure.getMessage()).contains("LakeFormation", "Insufficient Lake Formation permission");
            assertThat(failure.hint()).contains("Lake Formation");
        } finally {
            lake.glue().sts().withhold(false);
        }
    }

    @Test
    void explainsARefusalWithoutIt() {
        lake.put("own/1.parquet", Duck.parquet("SELECT 9::INTEGER AS id"));
        lake.external("shop", GlueLake.external("own", "id int", "", "s3://lake/own", GlueLake.PARQUET));
        lake.glue().store().registered("shop", "own");
        lake.s3().faults().deny("own/1.parquet");
        try (FederatedEngine engine = lake.engine(Map.of())) {
            LakeException failure = catchThrowableOfType(LakeException.class, () -> rows(engine, "own"));
            assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(failure.hint()).contains("Lake Formation", "glue.lakeformation-enabled");
        } finally {
            lake.s3().faults().mend();
        }
    }

    @Test
    void saysWhatItNeeds() {
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> lake.open(Map.of("glue.lakeformation-enabled", "true")));
        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(failure.hint()).contains("LakeFormationAuthorizedCaller", "client.assume-role.arn");
    }
}
