package io.mcpbuffet.glue.aws;

import java.util.Map;
import org.apache.iceberg.aws.AwsClientProperties;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** Who AWS takes the configured credentials for. */
public final class CallerIdentity {
    private CallerIdentity() {}

    /** The ARN of a user or of a session of a role. */
    public static String of(Map<String, String> given) {
        Map<String, String> properties = AwsClients.withoutStore(given);
        AwsClientProperties client = new AwsClientProperties(properties);
        StsClientBuilder builder = StsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(AwsClients.bounds(properties))
                .applyMutation(client::applyClientRegionConfiguration)
                .applyMutation(client::applyClientCredentialConfigurations);
        try (StsClient sts = builder.build()) {
            return sts.getCallerIdentity().arn();
        }
    }
}
