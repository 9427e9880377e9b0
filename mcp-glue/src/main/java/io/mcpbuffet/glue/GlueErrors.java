package io.mcpbuffet.glue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.aws.CallTrail;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * What failures of AWS mean to the person who configured the catalog. What a service says about a refused signature is not repeated:
 * it quotes the headers of the request.
 *
 * @param credentials where they come from
 */
record GlueErrors(String catalog, String credentials) {
    private static final int MAX_MESSAGE = 300;
    private static final String LAKE_FORMATION = "Lake Formation";

    /** Runs something that talks to AWS; {@code about} is what it is about. */
    <T> T translating(Object about, Supplier<T> call) {
        try {
            return call.get();
        } catch (LakeException e) {
            throw told(e) ? e : cause(e).map(sdk -> translate(about, sdk)).orElse(e);
        } catch (RuntimeException e) {
            throw cause(e).map(sdk -> translate(about, sdk)).orElseThrow(() -> e);
        }
    }

    /** Whether a failure of AWS is in our terms already. */
    private static boolean told(LakeException e) {
        Throwable cause = e;
        while (cause instanceof LakeException) {
            cause = cause.getCause();
        }
        return cause instanceof SdkException && e.code() != ErrorCode.INTERNAL;
    }

    private static Optional<SdkException> cause(RuntimeException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SdkException sdk) {
                return Optional.of(sdk);
            }
        }
        return Optional.empty();
    }

    private LakeException translate(Object about, SdkException e) {
        if (e instanceof AbortedException) {
            return LakeException.of(ErrorCode.CANCELLED, "The call was cancelled while AWS was asked for " + about, e);
        }
        if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException) {
            return LakeException.of(ErrorCode.TIMED_OUT, failed(about, "did not answer in time to", e), e)
                    .hint("Try again; glue.call-timeout-ms is how long one call may take");
        }
        return e instanceof AwsServiceException answer ? answered(about, answer) : unanswered(about, e);
    }

    private LakeException answered(Object about, AwsServiceException e) {
        String code = code(e);
        return switch (code) {
            case "EntityNotFoundException", "NoSuchKey", "NoSuchBucket" ->
                LakeException.of(ErrorCode.NOT_FOUND, "There is no " + bare(about) + " in catalog " + catalog, e)
                        .hint("list_tables and list_namespaces name those there are");
            case "InvalidInputException", "ValidationException" ->
                LakeException.of(
                        ErrorCode.INVALID_ARGUMENT, failed(about, "does not take the request", e) + said(e), e);
            case "AccessDeniedException", "AccessDenied", "GlueEncryptionException", "UnauthorizedOperation" ->
                denied(about, e);
            case "ExpiredTokenException",
                    "ExpiredToken",
                    "RequestExpired",
                    "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "InvalidSignatureException",
                    "SignatureDoesNotMatch",
                    "IncompleteSignature",
                    "IncompleteSignatureException",
                    "MissingAuthenticationToken",
                    "MissingAuthenticationTokenException",
                    "InvalidAccessKeyId",
                    "InvalidToken" -> refused(about, code, e);
            case "ThrottlingException",
                    "Throttling",
                    "TooManyRequestsException",
                    "RequestLimitExceeded",
                    "ProvisionedThroughputExceededException",
                    "SlowDown" -> limited(about, e);
            case "OperationTimeoutException" ->
                LakeException.of(ErrorCode.TIMED_OUT, failed(about, "gave up", e) + said(e), e);
            default -> byStatus(about, e);
        };
    }

    private LakeException byStatus(Object about, AwsServiceException e) {
        return switch (e.statusCode()) {
            case 401 -> refused(about, code(e), e);
            case 403 -> denied(about, e);
            case 404 ->
                LakeException.of(ErrorCode.NOT_FOUND, "There is no " + bare(about) + " in catalog " + catalog, e);
            case 429 -> limited(about, e);
            default -> LakeException.unavailable(failed(about, "failed", e) + said(e), e);
        };
    }

    private LakeException limited(Object about, AwsServiceException e) {
        return LakeException.of(ErrorCode.RATE_LIMITED, failed(about, "is throttling the calls", e), e)
                .hint("Try again in some seconds; AWS limits the calls per second of an account");
    }

    private LakeException refused(Object about, String code, AwsServiceException e) {
        boolean expired = code.contains("Expired");
        return LakeException.of(
                        ErrorCode.AUTH_EXPIRED,
                        "AWS " + (expired ? "says that the credentials are expired" : "does not accept the credentials")
                                + " (" + (code.isEmpty() ? "" : code + ", ") + "tried: " + credentials + "): "
                                + failed(about, "refused", e),
                        e)
                .hint(
                        expired
                                ? "Renew them, for a profile with aws sso login; the server takes new ones without a restart"
                                : "Check the key, its secret and the clock of this machine");
    }

    private LakeException denied(Object about, AwsServiceException e) {
        String said = said(e);
        if (e instanceof StsException) {
            return LakeException.of(
                            ErrorCode.PERMISSION_DENIED,
                            "AWS does not give the role for " + bare(about) + " (tried: " + credentials + ")" + said,
                            e)
                    .hint(
                            "The role's trust policy has to let the identity assume it, with the external id that it asks for");
        }
        String message = failed(about, "denied access", e) + said;
        boolean lake =
                said.contains(LAKE_FORMATION) || said.toLowerCase(Locale.ROOT).contains("lakeformation");
        return LakeException.of(ErrorCode.PERMISSION_DENIED, message, e)
                .hint(
                        lake
                                ? "The permission is Lake Formation's: grant the identity DESCRIBE and SELECT there"
                                : "docs/glue.md has the IAM policy that reading needs");
    }

    /** No answer came: no credentials, no region, no connection, or an answer that cannot be read. */
    private LakeException unanswered(Object about, SdkException e) {
        String text = texts(e);
        if (text.contains("load region") || text.contains("Region must not be null")) {
            return LakeException.of(ErrorCode.INVALID_ARGUMENT, "The catalog " + catalog + " has no AWS region", e)
                    .hint("Set client.region, AWS_REGION or the region of the profile");
        }
        if (text.contains("credentials") || text.contains("Profile file") || text.contains("SSO")) {
            return LakeException.of(
                            ErrorCode.AUTH_EXPIRED,
                            "No AWS credentials were found for catalog " + catalog + "; tried: " + credentials,
                            e)
                    .hint("Set AWS_PROFILE or client.profile-name, or log in with aws sso login; no restart is needed");
        }
        return LakeException.unavailable(failed(about, "cannot be reached or understood", e), e)
                .hint("Check the network, client.region and glue.endpoint");
    }

    /** {@code Glue is throttling the calls: GetTables for database 'sales' in catalog glue, status 400 ThrottlingException, 5 tries}. */
    private String failed(Object about, String how, SdkException e) {
        Optional<CallTrail.Seen> seen = CallTrail.of(e);
        StringBuilder text =
                new StringBuilder(service(e)).append(' ').append(how).append(": ");
        seen.ifPresent(trail -> text.append(trail.operation()).append(" for "));
        text.append(about).append(" in catalog ").append(catalog);
        int status = seen.map(CallTrail.Seen::status)
                .orElse(e instanceof AwsServiceException answer ? answer.statusCode() : 0);
        text.append(status == 0 ? ", no answer" : ", status " + status);
        if (e instanceof AwsServiceException answer && !code(answer).isEmpty()) {
            text.append(' ').append(code(answer));
        }
        int tries = seen.map(CallTrail.Seen::tries).orElse(e.numAttempts() == null ? 0 : e.numAttempts());
        if (tries > 0) {
            text.append(", ").append(tries).append(tries == 1 ? " try" : " tries");
        }
        return text.toString();
    }

    private static String service(SdkException e) {
        Optional<CallTrail.Seen> own = CallTrail.of(e);
        String name = e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? answer.awsErrorDetails().serviceName()
                : null;
        return own.isPresent() ? own.get().service() : name == null || name.isEmpty() ? "AWS" : name;
    }

    private static String code(AwsServiceException e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }

    /** The service's reason, one line of it. */
    private static String said(AwsServiceException e) {
        String message = Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .flatMap(text -> text.lines().findFirst())
                .orElse("");
        String cut = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
        return cut.isEmpty() ? "" : ": " + cut;
    }

    private static String bare(Object about) {
        String text = about.toString();
        return text.startsWith("the ") ? text.substring(4) : text;
    }

    private static String texts(Throwable e) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(t.getMessage()).append('\n');
        }
        return all.toString();
    }
}
