package io.mcpbuffet.s3;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.StoreErrors;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What S3 and the AWS client throw, as ours. Safe for use by many threads. */
public final class S3Errors implements StoreErrors {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SLOW_DOWN = 503;

    @Override
    public Optional<LakeException> translate(Object what, RuntimeException e) {
        Throwable cause = e;
        while (cause != null && !(cause instanceof SdkException)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((SdkException) cause).map(failure -> translate(what, failure));
    }

    private static LakeException translate(Object what, SdkException e) {
        if (!(e instanceof AwsServiceException answer)) {
            return client(what, e);
        }
        String code = code(answer);
        if (code.equals("ExpiredToken") || code.equals("TokenRefreshRequired")) {
            return LakeException.of(
                            ErrorCode.AUTH_EXPIRED, "The object store's credentials for " + what + " expired", e)
                    .hint("Renew the credentials of this catalog");
        }
        return switch (answer.statusCode()) {
            case FORBIDDEN ->
                LakeException.of(
                                ErrorCode.PERMISSION_DENIED,
                                "The object store does not let this identity read " + what + " (" + code + ")",
                                e)
                        .hint("Grant s3:GetObject to the identity of this catalog, or correct its keys");
            case NOT_FOUND ->
                LakeException.unavailable("The object store has no " + what + " (" + code + ")", e)
                        .hint("The snapshot may have been expired meanwhile; try again");
            case TOO_MANY, SLOW_DOWN ->
                LakeException.of(
                                ErrorCode.RATE_LIMITED,
                                "The object store is too busy to read " + what + " (" + code + ")",
                                e)
                        .hint("Try again in a while");
            case BAD_REQUEST ->
                LakeException.unavailable("The object store refused to read " + what + " (" + code + ")", e)
                        .hint("Check client.region and s3.endpoint of this catalog");
            default ->
                LakeException.unavailable(
                        "The object store answered " + answer.statusCode() + " (" + code + ") for " + what, e);
        };
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? "HTTP " + e.statusCode()
                : e.awsErrorDetails().errorCode();
    }

    /** No answer came, or none was asked for. */
    private static LakeException client(Object what, SdkException e) {
        if (e instanceof AbortedException) {
            return LakeException.of(ErrorCode.CANCELLED, "The query was cancelled while it read " + what, e);
        }
        String text = String.valueOf(e.getMessage());
        if (text.contains("Unable to load credentials")) {
            return LakeException.of(ErrorCode.AUTH_EXPIRED, "There are no credentials to read " + what, e)
                    .hint("Set s3.access-key-id and s3.secret-access-key, or log in with the AWS command line");
        }
        if (text.contains("Unable to load region")) {
            return LakeException.invalid("There is no region to read " + what).hint("Set client.region");
        }
        return LakeException.unavailable("The object store cannot be reached to read " + what, e)
                .hint("Check s3.endpoint, client.region and the network");
    }
}
