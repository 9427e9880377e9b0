package io.mcpbuffet.iceberg;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.TableRef;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.ValidationException;

/** Iceberg's exceptions as ours. */
final class IcebergErrors {
    private static final int MAX_MESSAGE = 300;

    private IcebergErrors() {}

    /** Runs something that talks to Iceberg; {@code what} is the table, view or namespace it is about. */
    static <T> T translating(Object what, Supplier<T> call) {
        try {
            return call.get();
        } catch (LakeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw translate(what, e);
        }
    }

    static LakeException translate(Object what, RuntimeException e) {
        if (e instanceof NoSuchTableException || e instanceof NoSuchViewException) {
            return LakeException.of(ErrorCode.NOT_FOUND, "There is no table " + what, e)
                    .hint("list_tables names those there are");
        }
        if (e instanceof NoSuchNamespaceException) {
            return LakeException.of(ErrorCode.NOT_FOUND, "There is no namespace " + what, e)
                    .hint("list_namespaces names those there are");
        }
        if (e instanceof NotAuthorizedException) {
            return LakeException.of(ErrorCode.AUTH_EXPIRED, "The credentials were not accepted for " + what, e)
                    .hint("Renew the credentials of this catalog");
        }
        if (e instanceof ForbiddenException) {
            return LakeException.of(
                    ErrorCode.PERMISSION_DENIED, "The identity in use may not read " + what + ": " + text(e), e);
        }
        if (e instanceof NotFoundException) {
            return LakeException.unavailable("A file of " + what + " is gone: " + text(e), e)
                    .hint("The snapshot may have been expired meanwhile; try again");
        }
        if (e instanceof ServiceUnavailableException
                || e instanceof RESTException
                || e instanceof BadRequestException
                || e instanceof RuntimeIOException
                || e instanceof UncheckedIOException) {
            return LakeException.unavailable(capital(what) + " cannot be read: " + text(e), e);
        }
        if (e instanceof ValidationException
                || e instanceof IllegalArgumentException
                || e instanceof IllegalStateException) {
            return LakeException.unavailable("The metadata of " + what + " is not valid: " + text(e), e);
        }
        if (e instanceof UnsupportedOperationException) {
            return LakeException.of(
                    ErrorCode.UNSUPPORTED, capital(what) + " uses what is not supported: " + text(e), e);
        }
        return ofStore(what, e)
                .orElseGet(() -> LakeException.of(ErrorCode.INTERNAL, capital(what) + " cannot be read", e));
    }

    /** Runs something that reads a file of a table. */
    static <T> T reading(TableRef table, String location, Supplier<T> call) {
        String file = "the file '" + location + "' of " + table;
        try {
            return translating(file, () -> {
                try {
                    return call.get();
                } catch (NotFoundException e) {
                    throw LakeException.unavailable(capital(file) + " is gone", e)
                            .hint("The snapshot may have been expired meanwhile; try again");
                }
            });
        } catch (LakeException e) {
            throw e.in(table.catalog());
        }
    }

    private static String capital(Object what) {
        String text = what.toString();
        return text.startsWith("the ") ? "T" + text.substring(1) : text;
    }

    private static Optional<LakeException> ofStore(Object what, RuntimeException e) {
        return ServiceLoader.load(StoreErrors.class).stream()
                .map(store -> store.get().translate(what, e))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String text(RuntimeException e) {
        String message = e.getMessage() == null
                ? "no reason given"
                : e.getMessage().lines().findFirst().orElse("");
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }
}
