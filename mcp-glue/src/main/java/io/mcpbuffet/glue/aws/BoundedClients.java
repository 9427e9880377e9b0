package io.mcpbuffet.glue.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.aws.AwsClientFactories;
import org.apache.iceberg.aws.AwsClientFactory;
import org.apache.iceberg.aws.AwsProperties;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients that Iceberg works with: its own, but for Glue. Iceberg makes it by its name. */
public final class BoundedClients implements AwsClientFactory {
    private static final long serialVersionUID = 1;

    private LinkedHashMap<String, String> properties;
    private AwsClientFactory stock;

    @Override
    public void initialize(Map<String, String> given) {
        properties = new LinkedHashMap<>(given);
        Map<String, String> without = new LinkedHashMap<>(given);
        without.remove(AwsProperties.CLIENT_FACTORY);
        stock = AwsClientFactories.from(without);
    }

    @Override
    public GlueClient glue() {
        return AwsClients.glue(properties);
    }

    @Override
    public S3Client s3() {
        return stock.s3();
    }

    @Override
    public S3AsyncClient s3Async() {
        return stock.s3Async();
    }

    @Override
    public KmsClient kms() {
        return stock.kms();
    }

    @Override
    public DynamoDbClient dynamo() {
        return stock.dynamo();
    }
}
