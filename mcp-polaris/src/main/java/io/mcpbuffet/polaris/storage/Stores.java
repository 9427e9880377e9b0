package io.mcpbuffet.polaris.storage;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.local.LocalFileIO;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.FileIO;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens object stores with the settings of a table. Safe for use by many threads. */
record Stores(StorageRules rules, Signatures signatures) {
    private static final String GCS = "org.apache.iceberg.gcp.gcs.GCSFileIO";
    private static final String AZURE = "org.apache.iceberg.azure.adlsv2.ADLSFileIO";
    private static final Map<String, String> OTHERS =
            Map.of("gs", GCS, "abfs", AZURE, "abfss", AZURE, "wasb", AZURE, "wasbs", AZURE);

    /** UNSUPPORTED for a store whose module is not on the class path. */
    FileIO open(String scheme, Map<String, String> settings) {
        if (scheme.equals("s3")) {
            return s3(settings);
        }
        if (scheme.equals("file")) {
            return local();
        }
        String module = OTHERS.get(scheme);
        if (module == null) {
            throw LakeException.unsupported("Locations that begin with " + scheme + ":// are not read");
        }
        return optional(scheme, module, settings);
    }

    private FileIO local() {
        List<Path> roots = rules.roots().stream()
                .filter(root -> root.startsWith("file:"))
                .map(root -> Path.of(URI.create(root)))
                .toList();
        return LocalFileIO.reading(roots, roots.get(0));
    }

    private static FileIO optional(String scheme, String module, Map<String, String> settings) {
        try {
            return CatalogUtil.loadFileIO(module, settings, null);
        } catch (IllegalArgumentException | NoClassDefFoundError e) {
            throw LakeException.of(
                            io.mcpbuffet.error.ErrorCode.UNSUPPORTED,
                            "Locations that begin with " + scheme + ":// need a module that is not installed",
                            e)
                    .hint(
                            module.equals(GCS)
                                    ? "Put iceberg-gcp and google-cloud-storage beside the program; docs/polaris.md says how"
                                    : "Put iceberg-azure and its SDK beside the program; docs/polaris.md says how");
        }
    }

    private FileIO s3(Map<String, String> settings) {
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.putIfAbsent("s3.access-key-id", own.getOrDefault("client.access-key-id", ""));
        own.values().removeIf(String::isEmpty);
        // Signatures are asked for by our own client, which knows its server.
        boolean signed =
                Boolean.parseBoolean(own.remove("s3.remote-signing-enabled")) && !own.containsKey("s3.access-key-id");
        S3FileIO io = new S3FileIO(() -> client(own, signed));
        io.initialize(own);
        return io;
    }

    private S3Client client(Map<String, String> settings, boolean signed) {
        S3FileIOProperties s3 = new S3FileIOProperties(settings);
        AwsClientProperties aws = new AwsClientProperties(settings);
        S3ClientBuilder builder = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        builder.applyMutation(aws::applyClientRegionConfiguration)
                .applyMutation(s3::applyEndpointConfigurations)
                .applyMutation(s3::applyServiceConfigurations)
                .applyMutation(s3::applyRetryConfigurations);
        if (signed) {
            signatures.apply(builder, settings);
        } else {
            builder.applyMutation(client -> s3.applyCredentialConfigurations(aws, client));
        }
        return builder.build();
    }
}
