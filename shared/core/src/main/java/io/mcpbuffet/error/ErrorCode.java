package io.mcpbuffet.error;

/** What went wrong, in terms of who can mend it. The names are part of the wire contract. */
public enum ErrorCode {
    INVALID_ARGUMENT("An argument is missing, misspelt or out of range.", false),
    NOT_FOUND("There is no catalog, namespace, table or snapshot of that name; the nearest ones are listed.", false),
    AMBIGUOUS_NAME("A short name fits more than one table; all are listed.", false),
    SQL_REJECTED("The statement does not parse, does not bind, or is not one read-only query.", false),
    READ_ONLY("The statement would write.", false),
    UNSUPPORTED("This catalog, table, type or feature cannot do what was asked.", false),
    SNAPSHOT_EXPIRED("The snapshot asked for is no longer kept.", false),
    PERMISSION_DENIED("The identity in use may not read this.", false),
    AUTH_EXPIRED("The credentials are absent, wrong or expired.", false),
    TIMED_OUT("The call did not end inside its time limit and was stopped.", true),
    CANCELLED("The caller withdrew the call.", true),
    LIMIT_EXCEEDED("A row, byte, memory or size limit was hit.", false),
    RATE_LIMITED("Too many calls at once; try again later.", true),
    UNAVAILABLE("A catalog or the engine cannot be reached now.", true),
    INTERNAL("A defect or an unforeseen state; the log of the server has the details.", false);

    private final String meaning;
    private final boolean retryable;

    ErrorCode(String meaning, boolean retryable) {
        this.meaning = meaning;
        this.retryable = retryable;
    }

    /** One sentence for documentation. */
    public String meaning() {
        return meaning;
    }

    /** Whether the same call may succeed later without a change. */
    public boolean retryable() {
        return retryable;
    }
}
