package io.mcpbuffet.polaris.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.polaris.rest.SignRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Lets the catalog sign the requests to its object store. {@code server} posts a request to a path of the catalog. */
record Signatures(BiFunction<String, SignRequest, JsonNode> server) {
    /** Where Iceberg's first servers sign. */
    private static final String LEGACY = "v1/aws/s3/sign";

    void apply(S3ClientBuilder builder, Map<String, String> settings) {
        Signer signer = new Signer(server, path(settings), settings.getOrDefault("client.region", "us-east-1"));
        builder.credentialsProvider(AnonymousCredentialsProvider.create()).putAuthScheme(new Scheme(signer));
    }

    private static String path(Map<String, String> settings) {
        String endpoint = settings.getOrDefault("s3.signer.endpoint", settings.getOrDefault("signer.endpoint", LEGACY));
        String uri = settings.getOrDefault("s3.signer.uri", settings.getOrDefault("signer.uri", ""));
        if (uri.isEmpty() || endpoint.contains("://")) {
            return endpoint.replaceFirst("^/+", "");
        }
        return uri.replaceFirst("/+$", "") + "/" + endpoint.replaceFirst("^/+", "");
    }

    private record Scheme(AwsV4HttpSigner signer) implements AwsV4AuthScheme {
        @Override
        public String schemeId() {
            return SCHEME_ID;
        }

        @Override
        public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
            return providers.identityProvider(AwsCredentialsIdentity.class);
        }
    }

    private record Signer(BiFunction<String, SignRequest, JsonNode> server, String path, String region)
            implements AwsV4HttpSigner {
        @Override
        public SignedRequest sign(
                software.amazon.awssdk.http.auth.spi.signer.SignRequest<? extends AwsCredentialsIdentity> request) {
            SdkHttpRequest asked = request.request();
            JsonNode answer = server.apply(
                    path,
                    new SignRequest(
                            region, asked.getUri().toString(), asked.method().name(), asked.headers(), Map.of()));
            SignedRequest.Builder signed = SignedRequest.builder()
                    .request(asked.toBuilder()
                            .encodedPath("")
                            .clearQueryParameters()
                            .uri(sameHost(
                                    asked.getUri(),
                                    answer.path("uri").asText(asked.getUri().toString())))
                            .headers(headers(answer.path("headers"), asked.headers()))
                            .build());
            request.payload().ifPresent(signed::payload);
            return signed.build();
        }

        private static URI sameHost(URI asked, String answered) {
            URI uri = URI.create(answered);
            if (!asked.getAuthority().equals(uri.getAuthority())
                    || !asked.getPath().equals(uri.getPath())) {
                throw LakeException.unavailable("The catalog signed another request than it was asked to", null);
            }
            return uri;
        }

        private static Map<String, List<String>> headers(JsonNode answered, Map<String, List<String>> asked) {
            Map<String, List<String>> headers = new LinkedHashMap<>(asked);
            answered.properties().forEach(field -> {
                List<String> values = new ArrayList<>();
                field.getValue().forEach(value -> values.add(value.asText()));
                headers.keySet().removeIf(field.getKey()::equalsIgnoreCase);
                headers.put(field.getKey(), values);
            });
            return headers;
        }

        @Override
        public CompletableFuture<AsyncSignedRequest> signAsync(
                AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
            throw new UnsupportedOperationException("Files are read by a client that waits");
        }
    }
}
