package io.mcpbuffet.error;

import java.util.Objects;
import java.util.Optional;

/**
 * The one exception that crosses module borders. The message says what was wrong with which value, the hint what to do about
 * it; both are shown to clients, so neither carries secrets, class names or stacks.
 */
public final class LakeException extends RuntimeException {
    private final ErrorCode code;
    private final String hint;
    private final String catalog;

    private LakeException(ErrorCode code, String message, String hint, String catalog, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
        this.hint = hint;
        this.catalog = catalog;
    }

    public static LakeException of(ErrorCode code, String message) {
        return new LakeException(code, message, "", "", null);
    }

    public static LakeException of(ErrorCode code, String message, Throwable cause) {
        return new LakeException(code, message, "", "", cause);
    }

    public static LakeException invalid(String message) {
        return of(ErrorCode.INVALID_ARGUMENT, message);
    }

    public static LakeException notFound(String message) {
        return of(ErrorCode.NOT_FOUND, message);
    }

    public static LakeException unsupported(String message) {
        return of(ErrorCode.UNSUPPORTED, message);
    }

    public static LakeException unavailable(String message, Throwable cause) {
        return of(ErrorCode.UNAVAILABLE, message, cause);
    }

    /** The same failure with advice on what to do next. */
    public LakeException hint(String advice) {
        return new LakeException(code, getMessage(), advice, catalog, this);
    }

    /** The same failure, naming the catalog it came from. A catalog that is named already stays. */
    public LakeException in(String catalogName) {
        return catalog.isEmpty() ? new LakeException(code, getMessage(), hint, catalogName, this) : this;
    }

    public ErrorCode code() {
        return code;
    }

    /** Empty when there is nothing to advise. */
    public String hint() {
        return hint;
    }

    public Optional<String> catalog() {
        return catalog.isEmpty() ? Optional.empty() : Optional.of(catalog);
    }
}
