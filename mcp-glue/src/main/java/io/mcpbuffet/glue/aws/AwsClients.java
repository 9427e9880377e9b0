package io.mcpbuffet.glue.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.aws.AwsClientFactories;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.HttpClientProperties;
import org.apache.iceberg.util.PropertyUtil;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;

/** Clients of Glue that are bounded in time and tell how often they tried. */
public final class AwsClients {
    public static final String CALL_TIMEOUT = "glue.call-timeout-ms";
    public static final String MAX_TRIES = "glue.max-tries";
    /** The client without Apache's modules. */
    public static final String HTTP_TYPE = "urlconnection";

    private static final int DEFAULT_CALL_TIMEOUT = 8_000;
    private static final int DEFAULT_MAX_TRIES = 5;
    private static final BackoffStrategy PAUSE =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(2));
    private static final BackoffStrategy THROTTLED =
            BackoffStrategy.exponentialDelay(Duration.ofMillis(400), Duration.ofSeconds(4));

    private AwsClients() {}

    /** The properties with which Iceberg makes its clients here, and with the credentials that they name. */
    public static Map<String, String> configured(Map<String, String> properties, boolean lakeFormation) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        if (lakeFormation) {
            all.put(AwsProperties.CLIENT_FACTORY, LakeFormationClients.class.getName());
            return all;
        }
        all.put(AwsProperties.CLIENT_FACTORY, BoundedClients.class.getName());
        if (!all.containsKey(AwsClientProperties.CLIENT_CREDENTIALS_PROVIDER)) {
            all.put(AwsClientProperties.CLIENT_CREDENTIALS_PROVIDER, ConfiguredCredentials.class.getName());
            properties.forEach((name, value) -> {
                if (name.startsWith("client.")) {
                    all.put(AwsClientProperties.CLIENT_CREDENTIALS_PROVIDER + "." + name, value);
                }
            });
        }
        return all;
    }

    /** The client of Glue that Iceberg would get with these properties. */
    public static GlueClient open(Map<String, String> properties) {
        return AwsClientFactories.from(properties).glue();
    }

    /** Opens no connection; fails where neither the properties nor the environment name a region. */
    static GlueClient glue(Map<String, String> given) {
        Map<String, String> properties = withoutStore(given);
        AwsClientProperties client = new AwsClientProperties(properties);
        return bounded(properties)
                .applyMutation(client::applyClientRegionConfiguration)
                .applyMutation(client::applyClientCredentialConfigurations)
                .applyMutation(new HttpClientProperties(properties)::applyHttpClientConfigurations)
                .build();
    }

    /** Without the keys for S3, which Iceberg would hand to the provider of credentials whatever the service. */
    static Map<String, String> withoutStore(Map<String, String> given) {
        Map<String, String> properties = new LinkedHashMap<>(given);
        properties.keySet().removeIf(name -> name.startsWith("s3."));
        return properties;
    }

    /** A builder that still lacks region, credentials and HTTP client. */
    static GlueClientBuilder bounded(Map<String, String> properties) {
        return GlueClient.builder()
                .applyMutation(new AwsProperties(properties)::applyGlueEndpointConfigurations)
                .overrideConfiguration(bounds(properties));
    }

    /** How long a call may take, and how often it is tried. */
    static Consumer<ClientOverrideConfiguration.Builder> bounds(Map<String, String> properties) {
        Duration limit = Duration.ofMillis(PropertyUtil.propertyAsInt(properties, CALL_TIMEOUT, DEFAULT_CALL_TIMEOUT));
        int tries = PropertyUtil.propertyAsInt(properties, MAX_TRIES, DEFAULT_MAX_TRIES);
        return options -> bound(options, limit, tries);
    }

    private static void bound(ClientOverrideConfiguration.Builder options, Duration limit, int tries) {
        options.apiCallTimeout(limit)
                .apiCallAttemptTimeout(limit.dividedBy(2))
                .addExecutionInterceptor(new CallTrail())
                .retryStrategy(new RetryAfter(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(tries)
                                .backoffStrategy(PAUSE)
                                .throttlingBackoffStrategy(THROTTLED)
                                .circuitBreakerEnabled(false)
                                .build(),
                        limit));
    }
}
