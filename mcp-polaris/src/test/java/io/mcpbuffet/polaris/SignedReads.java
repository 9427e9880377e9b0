package io.mcpbuffet.polaris;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.iceberg.s3.S3Store;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/** Signs requests to the object store as a catalog does that keeps its keys to itself. */
final class SignedReads {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SignedReads() {}

    static String answer(String asked) throws IOException {
        JsonNode request = JSON.readTree(asked);
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .uri(URI.create(request.path("uri").asText()))
                .method(SdkHttpMethod.fromValue(request.path("method").asText()));
        request.path("headers").properties().forEach(header -> {
            List<String> values = new ArrayList<>();
            header.getValue().forEach(value -> values.add(value.asText()));
            unsigned.putHeader(header.getKey(), values);
        });
        SignedRequest signed = AwsV4HttpSigner.create().sign(sign -> sign.identity(
                        AwsBasicCredentials.create(S3Store.ACCESS_KEY, S3Store.SECRET_KEY))
                .request(unsigned.build())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, request.path("region").asText())
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        ObjectNode answer =
                JSON.createObjectNode().put("uri", signed.request().getUri().toString());
        ObjectNode headers = answer.putObject("headers");
        signed.request().headers().forEach((name, values) -> values.forEach(headers.putArray(name)::add));
        return answer.toString();
    }
}
