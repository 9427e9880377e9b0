package io.mcpbuffet.polaris.rest;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;

/**
 * Failures of the protocol in terms of the person who configured the catalog.
 *
 * @param host where the catalog is, as configured
 */
public record PolarisErrors(String catalog, String host) {
    private static final int MAX_REASON = 300;

    /** {@code what} is the request, such as {@code GET v1/prod/namespaces}. */
    LakeException translate(RestFailure failure, String what) {
        return switch (failure.kind()) {
            case ANSWERED -> byStatus(failure, what);
            case UNREACHABLE, UNCONNECTED ->
                LakeException.unavailable(
                                "Catalog " + catalog + " does not answer at " + host + ": " + reason(failure)
                                        + tries(failure),
                                failure)
                        .hint("Check uri and the network; buffet doctor says how far it gets");
            case TIMED_OUT ->
                LakeException.of(
                        ErrorCode.TIMED_OUT,
                        "Catalog " + catalog + " gave " + reason(failure) + " to " + what + tries(failure),
                        failure);
            case REDIRECTED ->
                LakeException.unavailable(
                                "Catalog " + catalog + " answered " + failure.status() + " to " + what
                                        + ", a redirect to " + reason(failure) + ", which is not followed"
                                        + tries(failure),
                                failure)
                        .hint("If that is where the catalog is, set uri to it");
            case NOT_JSON ->
                LakeException.unavailable(
                                "Catalog " + catalog + " answered " + failure.status() + " to " + what + " with "
                                        + reason(failure) + ", not with JSON" + tries(failure),
                                failure)
                        .hint("uri may point at a web page, a login or a proxy instead of an Iceberg REST catalog");
            case BROKEN ->
                LakeException.unavailable(
                        "The answer of catalog " + catalog + " to " + what + " cannot be read: " + reason(failure)
                                + tries(failure),
                        failure);
            case TOO_LARGE ->
                LakeException.of(
                        ErrorCode.LIMIT_EXCEEDED,
                        "Catalog " + catalog + " was asked " + what + ", and " + reason(failure),
                        failure);
            case FORBIDDEN_REQUEST -> LakeException.of(ErrorCode.READ_ONLY, reason(failure), failure);
        };
    }

    private LakeException byStatus(RestFailure failure, String what) {
        String said = ": " + reason(failure) + tries(failure);
        String answered = "Catalog " + catalog + " answered " + failure.status() + " to " + what + said;
        return switch (failure.status()) {
            case 400, 406, 414, 431 -> LakeException.of(ErrorCode.INVALID_ARGUMENT, answered, failure);
            case 401, 419 ->
                LakeException.of(ErrorCode.AUTH_EXPIRED, answered, failure)
                        .hint(
                                "The credential or token of this catalog is wrong or expired; renew it in the configuration");
            case 403 ->
                LakeException.of(
                                ErrorCode.PERMISSION_DENIED,
                                "The identity in use may not do this in catalog " + catalog + " (403 to " + what + ")"
                                        + said,
                                failure)
                        .hint("Ask for the privilege, or use a principal that has it");
            case 404 ->
                LakeException.of(ErrorCode.NOT_FOUND, answered, failure)
                        .hint("Check warehouse, prefix and uri of this catalog");
            case 429 ->
                LakeException.of(ErrorCode.RATE_LIMITED, answered, failure)
                        .hint(failure.retryAfter()
                                .map(after -> "Try again in " + Math.max(1, after.toSeconds()) + " s")
                                .orElse("Try again later"));
            case 405, 501 -> LakeException.of(ErrorCode.UNSUPPORTED, answered, failure);
            default -> LakeException.unavailable(answered, failure).hint("Try again later");
        };
    }

    /** The same for the server that gives tokens; {@code where} is its host. */
    LakeException translateToken(RestFailure failure, String where) {
        String what = "The token endpoint of catalog " + catalog + " at " + where;
        boolean refused = failure.kind() == RestFailure.Kind.ANSWERED
                && failure.status() >= 400
                && failure.status() < 500
                && failure.status() != 429;
        if (refused) {
            return LakeException.of(
                            ErrorCode.AUTH_EXPIRED,
                            what + " refused the credential with " + failure.status() + ": " + reason(failure),
                            failure)
                    .hint("Check credential, scope and oauth2-server-uri of this catalog");
        }
        String how = failure.status() == 0 ? "gives no token: " : "answered " + failure.status() + ": ";
        return LakeException.unavailable(what + " " + how + reason(failure) + tries(failure), failure)
                .hint("Try again later; no restart is needed once it answers");
    }

    private static String tries(RestFailure failure) {
        return failure.tries() == 1 ? " (1 try)" : " (" + failure.tries() + " tries)";
    }

    private static String reason(RestFailure failure) {
        String text = failure.getMessage() == null
                ? ""
                : failure.getMessage().lines().findFirst().orElse("").strip();
        if (text.isEmpty()) {
            return "no reason given";
        }
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "…";
    }
}
