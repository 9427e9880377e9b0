package io.mcpbuffet.polaris.storage;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import org.apache.iceberg.exceptions.NotFoundException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Failures of object stores in terms of the person who configured the catalog. */
record StorageErrors(String catalog) {
    /** Whether other credentials may help: these are too old, or were taken back. */
    static boolean credentials(Exception e) {
        AwsServiceException answer = answer(e);
        return answer != null && (answer.statusCode() == 401 || answer.statusCode() == 403 || expired(answer));
    }

    private static boolean expired(AwsServiceException answer) {
        String code = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        return code.equals("ExpiredToken")
                || code.equals("ExpiredTokenException")
                || code.equals("TokenRefreshRequired");
    }

    /** What is thrown to the reader of a file: ours for what an object store says, and everything else as it is. */
    RuntimeException translate(RuntimeException e, String location) {
        AwsServiceException answer = answer(e);
        if (answer != null) {
            return byStatus(answer, location);
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof LakeException ours) {
                return ours;
            }
        }
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SdkClientException client) {
                return unreachable(client, location);
            }
        }
        return e;
    }

    private LakeException unreachable(SdkException e, String location) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("credentials")) {
            return LakeException.of(
                            ErrorCode.AUTH_EXPIRED,
                            "There are no credentials for '" + location + "' of catalog " + catalog
                                    + ": the server vends none, and none are found here",
                            e)
                    .hint(
                            "Ask for vended credentials on the server, or set s3.access-key-id and s3.secret-access-key, or"
                                    + " the AWS environment");
        }
        if (text.contains("region")) {
            return LakeException.of(
                            ErrorCode.INVALID_ARGUMENT,
                            "The region of '" + location + "' of catalog " + catalog + " is not known",
                            e)
                    .hint("Set client.region");
        }
        return LakeException.unavailable(
                "The object store of catalog " + catalog + " does not answer for '" + location + "'", e);
    }

    private LakeException byStatus(AwsServiceException answer, String location) {
        String said = "The object store of catalog " + catalog + " answered " + answer.statusCode() + " for '"
                + location + "'" + reason(answer);
        if (expired(answer)) {
            return LakeException.of(ErrorCode.AUTH_EXPIRED, said, answer)
                    .hint("Try again; the server may vend new ones");
        }
        return switch (answer.statusCode()) {
            case 401, 403 ->
                LakeException.of(ErrorCode.PERMISSION_DENIED, said, answer)
                        .hint(
                                "The identity needs to read the table's files, or the catalog must vend credentials for them");
            case 404 -> throw new NotFoundException(answer, "Location does not exist: %s", location);
            case 429, 503 ->
                LakeException.of(ErrorCode.RATE_LIMITED, said, answer).hint("Try again later");
            default -> LakeException.unavailable(said, answer);
        };
    }

    private static String reason(AwsServiceException answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : ": " + answer.awsErrorDetails().errorCode();
    }

    private static AwsServiceException answer(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof AwsServiceException answer) {
                return answer;
            }
        }
        return null;
    }
}
