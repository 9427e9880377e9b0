package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.sql.SQLException;

/** What Snowflake's complaints mean to the one who called. */
final class SnowflakeErrors {
    private static final int MAX_MESSAGE = 600;

    private SnowflakeErrors() {}

    /** Whether the session is gone, and a new one may do better. */
    static boolean sessionGone(SQLException e) {
        return switch (e.getErrorCode()) {
            case 390111, 390112, 390113, 390114, 390115, 390195, 390318, 200002 -> true;
            default -> false;
        };
    }

    /** In our terms; the message is without secrets. */
    static LakeException translate(SQLException e, SnowflakeSettings settings) {
        String message = settings.masked(text(e));
        return switch (e.getErrorCode()) {
            case 2003, 2043, 2037 ->
                of(ErrorCode.NOT_FOUND, message, e)
                        .hint("Call list_tables; where the object exists, grant the role SELECT on it and USAGE on its"
                                + " database and schema. Unquoted names are upper case");
            case 3001, 3003, 3540 ->
                of(ErrorCode.PERMISSION_DENIED, message, e)
                        .hint("Grant the role what the message names, or use another role");
            case 390189, 390186, 390201 ->
                of(
                                ErrorCode.PERMISSION_DENIED,
                                "The role, warehouse, database or schema of the configuration cannot be" + " used: "
                                        + message,
                                e)
                        .hint("Correct it, or grant it to the user");
            case 390420, 390421, 390422, 390432 ->
                of(ErrorCode.PERMISSION_DENIED, "A network policy of the account refuses this address: " + message, e)
                        .hint("Ask an administrator to allow the address of this server");
            case 390197, 390120, 390121, 394300, 394304, 394501, 394507, 394508, 394510 ->
                of(ErrorCode.AUTH_EXPIRED, "Snowflake asks for a second factor or refuses the user: " + message, e)
                        .hint("Use a key pair or a programmatic access token, or authenticator"
                                + " username_password_mfa with token caching allowed");
            case 390100, 390101, 390102, 390104, 390144, 390145, 390146, 390303, 390304, 390318, 390400 ->
                of(ErrorCode.AUTH_EXPIRED, "Snowflake does not accept the credentials: " + message, e)
                        .hint("Check account, user and key, token or password; a key must be set on the user with"
                                + " RSA_PUBLIC_KEY");
            case 200045, 200046 ->
                of(ErrorCode.AUTH_EXPIRED, "The private key cannot be used: " + message, e)
                        .hint("Give a PKCS#8 key in PEM as private-key-file, and its private-key-passphrase where it is"
                                + " encrypted");
            case 390111, 390112, 390113, 390114, 390115, 390195 ->
                of(ErrorCode.AUTH_EXPIRED, "The session has expired and could not be renewed", e)
                        .hint("Try again; where it persists, renew the credentials");
            case 606, 57014606 ->
                of(ErrorCode.UNAVAILABLE, "No warehouse is active: " + message, e)
                        .hint("Set the property warehouse, and grant the role USAGE on it");
            case 90064, 2140 ->
                of(ErrorCode.UNAVAILABLE, "The warehouse cannot be used: " + message, e)
                        .hint("Resume it, or grant the role OPERATE or auto-resume");
            case 90073, 90088, 90210 ->
                of(ErrorCode.LIMIT_EXCEEDED, "A quota of the account is used up: " + message, e)
                        .hint("Ask the owner of the resource monitor");
            case 630 ->
                of(ErrorCode.TIMED_OUT, "Snowflake stopped the statement at its time limit", e)
                        .hint("Filter or aggregate more, or give a larger timeout_seconds");
            case 631, 632 ->
                of(ErrorCode.TIMED_OUT, "The statement waited in the queue of the warehouse until its time limit", e)
                        .hint("Try again later, or use a larger warehouse");
            case 604 -> of(ErrorCode.CANCELLED, "The statement was cancelled at Snowflake", e);
            case 707 -> of(ErrorCode.SNAPSHOT_EXPIRED, message, e).hint("describe shows how far back the table goes");
            case 1003, 904, 1007, 1044, 2049, 2151 ->
                of(ErrorCode.SQL_REJECTED, message, e)
                        .hint("Call describe for the columns; the dialect is Snowflake's");
            case 200020, 250054 -> of(ErrorCode.UNSUPPORTED, message, e);
            default -> bySqlState(message, e);
        };
    }

    private static LakeException bySqlState(String message, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.startsWith("42") || state.startsWith("22") || state.startsWith("0A")) {
            return of(ErrorCode.SQL_REJECTED, message, e).hint("The dialect is Snowflake's");
        }
        if (state.equals("57014")) {
            return of(ErrorCode.CANCELLED, "The statement was cancelled at Snowflake", e);
        }
        if (state.startsWith("08") || state.startsWith("58")) {
            return of(ErrorCode.UNAVAILABLE, "Snowflake cannot be reached: " + message, e)
                    .hint("Check account, url and proxy; buffet doctor tries them");
        }
        return of(ErrorCode.UNAVAILABLE, "Snowflake answered " + e.getErrorCode() + ": " + message, e);
    }

    private static LakeException of(ErrorCode code, String message, SQLException e) {
        return LakeException.of(code, message, e);
    }

    private static String text(SQLException e) {
        String text = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\n\\s*", " ");
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }
}
