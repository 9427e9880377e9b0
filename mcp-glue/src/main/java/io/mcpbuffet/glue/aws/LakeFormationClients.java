package io.mcpbuffet.glue.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.lakeformation.LakeFormationAwsClientFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.lakeformation.LakeFormationClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The clients of a catalog under Lake Formation: Iceberg's own, but for Glue, and for the credentials of a table, which are asked for
 * once while they last. Iceberg makes it by its name.
 */
public final class LakeFormationClients extends LakeFormationAwsClientFactory {
    private static final long serialVersionUID = 1;

    private LinkedHashMap<String, String> properties;

    @Override
    public void initialize(Map<String, String> given) {
        super.initialize(given);
        properties = new LinkedHashMap<>(given);
    }

    @Override
    public GlueClient glue() {
        return AwsClients.bounded(properties)
                .applyMutation(this::applyAssumeRoleConfigurations)
                .build();
    }

    @Override
    public S3Client s3() {
        return registered().map(this::vended).orElseGet(super::s3);
    }

    private S3Client vended(String arn) {
        LakeFormationClient vendor = LakeFormationClient.builder()
                .overrideConfiguration(AwsClients.bounds(properties))
                .applyMutation(this::applyAssumeRoleConfigurations)
                .applyMutation(httpClientProperties()::applyHttpClientConfigurations)
                .build();
        AwsCredentialsProvider credentials = new TableCredentials(vendor, arn);
        return S3Client.builder()
                .applyMutation(httpClientProperties()::applyHttpClientConfigurations)
                .applyMutation(s3FileIOProperties()::applyEndpointConfigurations)
                .applyMutation(s3FileIOProperties()::applyServiceConfigurations)
                .applyMutation(s3FileIOProperties()::applyRetryConfigurations)
                .credentialsProvider(credentials)
                .region(Region.of(region()))
                .build();
    }

    /** The ARN of the table whose files are read; empty where Lake Formation does not know its location. */
    private Optional<String> registered() {
        String database = properties.getOrDefault(AwsProperties.LAKE_FORMATION_DB_NAME, "");
        String name = properties.getOrDefault(AwsProperties.LAKE_FORMATION_TABLE_NAME, "");
        try (GlueClient glue = glue()) {
            Table table = glue.getTable(request -> request.catalogId(properties.get(AwsProperties.GLUE_CATALOG_ID))
                            .databaseName(database)
                            .name(name))
                    .table();
            String account = properties.get(AwsProperties.GLUE_ACCOUNT_ID);
            String partition = Region.of(region()).metadata().partition().id();
            return Boolean.TRUE.equals(table.isRegisteredWithLakeFormation())
                    ? Optional.of(
                            "arn:%s:glue:%s:%s:table/%s/%s".formatted(partition, region(), account, database, name))
                    : Optional.empty();
        }
    }
}
