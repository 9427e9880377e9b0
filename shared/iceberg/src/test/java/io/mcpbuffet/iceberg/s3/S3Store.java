package io.mcpbuffet.iceberg.s3;

import io.mcpbuffet.observe.Canary;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * An object store in memory that speaks S3 on 127.0.0.1 and checks signatures. Its {@link #faults} make it slow, deny, or break off.
 * Safe for use by many threads.
 */
public final class S3Store implements AutoCloseable {
    public static final String ACCESS_KEY = "AKIATESTTESTTESTTEST";
    public static final String SECRET_KEY = Canary.STORE_KEY.value();
    public static final String REGION = "eu-central-1";

    private final S3Proxy proxy;
    private final FaultyBlobs blobs;

    private S3Store(S3Proxy proxy, FaultyBlobs blobs) {
        this.proxy = proxy;
        this.blobs = blobs;
    }

    /** Listens on a free port; empty. */
    public static S3Store start() {
        FaultyBlobs blobs = new FaultyBlobs(new TransientNio2BlobStore());
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new AssertionError("The object store did not start", e);
        }
        return new S3Store(proxy, blobs);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    public S3Store bucket(String name) {
        blobs.createContainer(name);
        return this;
    }

    /** What a catalog or a {@code FileIO} needs to read and write here, under Iceberg's own names. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
        properties.put("http-client.type", "urlconnection");
        properties.put("client.region", REGION);
        properties.put("s3.endpoint", endpoint().toString());
        properties.put("s3.path-style-access", "true");
        properties.put("s3.access-key-id", ACCESS_KEY);
        properties.put("s3.secret-access-key", SECRET_KEY);
        return properties;
    }

    /** With a type, since the store would ask every library of the process for it, and not all know files in memory. */
    public void put(String bucket, String key, byte[] content) {
        blobs.putBlob(
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .contentLength((long) content.length)
                        .contentType("application/octet-stream")
                        .build(),
                new ByteArrayInputStream(content));
    }

    public void remove(String bucket, String key) {
        blobs.removeBlob(bucket, key);
    }

    /** What reads of objects meet. */
    public FaultyBlobs faults() {
        return blobs;
    }

    @Override
    public void close() {
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new AssertionError("The object store did not stop", e);
        }
    }
}
