package io.mcpbuffet.glue.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/**
 * The credentials that the properties {@code client.*} name: static keys, a profile or the default chain, and a role assumed with
 * them. Iceberg makes it by its name. Safe for use by many threads.
 */
public final class ConfiguredCredentials implements AwsCredentialsProvider {
    private static final int MAX_KEPT = 100;
    /** Iceberg makes clients for each table that it loads, and each would assume the role again. */
    private static final Map<Map<String, String>, ConfiguredCredentials> KEPT = new ConcurrentHashMap<>();

    private final Supplier<AwsCredentialsProvider> source;
    private final boolean session;
    private volatile AwsCredentialsProvider provider;

    /** @param session whether the source gives sessions of a role, and another one each time it is asked */
    private ConfiguredCredentials(Supplier<AwsCredentialsProvider> source, boolean session) {
        this.source = source;
        this.session = session;
        this.provider = source.get();
    }

    /**
     * Lets go of the sessions of roles, of which one was refused before the end that STS had told: the next call assumes its role again.
     * Whether there are any.
     */
    public static boolean renewSessions() {
        List<ConfiguredCredentials> sessions =
                KEPT.values().stream().filter(each -> each.session).toList();
        sessions.forEach(each -> each.provider = each.source.get());
        return !sessions.isEmpty();
    }

    /** From properties with their names as in the configuration. */
    public static ConfiguredCredentials create(Map<String, String> properties) {
        if (KEPT.size() >= MAX_KEPT) {
            KEPT.clear();
        }
        Map<String, String> own = new HashMap<>(properties);
        // Iceberg adds the keys for S3, null where there are none
        own.values().removeIf(Objects::isNull);
        return KEPT.computeIfAbsent(Map.copyOf(own), ConfiguredCredentials::make);
    }

    private static ConfiguredCredentials make(Map<String, String> properties) {
        if (properties.containsKey(S3FileIOProperties.ACCESS_KEY_ID)) {
            AwsCredentialsProvider store = fixed(
                    properties.get(S3FileIOProperties.ACCESS_KEY_ID),
                    properties.get(S3FileIOProperties.SECRET_ACCESS_KEY),
                    properties.get(S3FileIOProperties.SESSION_TOKEN));
            return new ConfiguredCredentials(() -> store, false);
        }
        AwsCredentialsProvider base = base(properties);
        return properties.containsKey(AwsProperties.CLIENT_ASSUME_ROLE_ARN)
                ? new ConfiguredCredentials(() -> assumed(properties, base), true)
                : new ConfiguredCredentials(() -> base, false);
    }

    private static AwsCredentialsProvider base(Map<String, String> properties) {
        String key = properties.get("client.access-key-id");
        String secret = properties.get("client.secret-access-key");
        if (key != null && secret != null) {
            return fixed(key, secret, properties.get("client.session-token"));
        }
        String profile = properties.get("client.profile-name");
        return profile == null
                ? DefaultCredentialsProvider.builder().build()
                : ProfileCredentialsProvider.create(profile);
    }

    private static AwsCredentialsProvider fixed(String key, String secret, String token) {
        return StaticCredentialsProvider.create(
                token == null || token.isEmpty()
                        ? AwsBasicCredentials.create(key, secret)
                        : AwsSessionCredentials.create(key, secret, token));
    }

    private static AwsCredentialsProvider assumed(Map<String, String> properties, AwsCredentialsProvider base) {
        AwsProperties aws = new AwsProperties(properties);
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(aws.clientAssumeRoleArn())
                .externalId(aws.clientAssumeRoleExternalId())
                .durationSeconds(aws.clientAssumeRoleTimeoutSec())
                .tags(aws.stsClientAssumeRoleTags())
                .roleSessionName(
                        aws.clientAssumeRoleSessionName() == null ? "mcp-buffet" : aws.clientAssumeRoleSessionName());
        StsClientBuilder sts = StsClient.builder()
                .credentialsProvider(base)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(AwsClients.bounds(properties));
        String region =
                properties.getOrDefault(AwsProperties.CLIENT_ASSUME_ROLE_REGION, properties.get("client.region"));
        if (region != null) {
            sts.region(Region.of(region));
        }
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request.build())
                .build();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return provider.resolveCredentials();
    }
}
