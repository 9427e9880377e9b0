package io.mcpbuffet.glue.aws;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.lakeformation.LakeFormationClient;
import software.amazon.awssdk.services.lakeformation.model.GetTemporaryGlueTableCredentialsResponse;
import software.amazon.awssdk.services.lakeformation.model.PermissionType;

/** The credentials that Lake Formation gives for one table, renewed well before they expire. Safe for use by many threads. */
final class TableCredentials implements AwsCredentialsProvider {
    private static final Duration EARLY = Duration.ofMinutes(5);

    private final LakeFormationClient vendor;
    private final String arn;
    private AwsCredentials known;
    private Instant until = Instant.MIN;

    TableCredentials(LakeFormationClient vendor, String arn) {
        this.vendor = vendor;
        this.arn = arn;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        if (Instant.now().isAfter(until)) {
            GetTemporaryGlueTableCredentialsResponse given =
                    vendor.getTemporaryGlueTableCredentials(request -> request.tableArn(arn)
                            // the only type that tables without cell filters are given
                            .supportedPermissionTypes(PermissionType.COLUMN_PERMISSION));
            known = AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
            until = given.expiration() == null
                    ? Instant.MIN
                    : given.expiration().minus(EARLY);
        }
        return known;
    }
}
