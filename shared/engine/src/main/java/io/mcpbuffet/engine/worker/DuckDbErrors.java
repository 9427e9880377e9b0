package io.mcpbuffet.engine.worker;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's errors as ours. */
final class DuckDbErrors {
    private static final Pattern KIND =
            Pattern.compile("^(?:[\\w.]+Exception: )?([A-Z][A-Za-z ]+?) (?:Error|exception): (.*)", Pattern.DOTALL);
    private static final Pattern OPENING = Pattern.compile("(?s)(Could not set lock|Conflicting lock).*");
    private static final int MAX_MESSAGE = 500;

    private DuckDbErrors() {}

    static LakeException translate(SQLException e) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        Matcher matcher = KIND.matcher(text);
        String kind = matcher.find() ? matcher.group(1) : "";
        String message = kind.isEmpty() ? text : matcher.group(2);
        return switch (kind) {
            case "INTERRUPT" -> LakeException.of(ErrorCode.CANCELLED, "The statement was stopped", e);
            case "Out of Memory" -> outOfMemory(e);
            case "IO", "HTTP", "Serialization", "Connection" -> io(message, e);
            case "Permission" ->
                LakeException.of(ErrorCode.SQL_REJECTED, "The statement reaches for a file outside of its tables", e)
                        .hint("Query tables of the catalogs; list_tables names them");
            case "" -> LakeException.of(ErrorCode.SQL_REJECTED, tidy(message), e);
            default -> LakeException.of(ErrorCode.SQL_REJECTED, kind + ": " + tidy(message), e);
        };
    }

    static LakeException outOfMemory(Throwable e) {
        return LakeException.of(ErrorCode.LIMIT_EXCEEDED, "The query needs more memory than one query may take", e)
                .hint("Filter or aggregate earlier, or raise limits.query-memory");
    }

    private static LakeException io(String message, SQLException e) {
        if (OPENING.matcher(message).find()) {
            return LakeException.of(
                            ErrorCode.UNAVAILABLE, "A DuckDB file is locked by another process: " + tidy(message), e)
                    .hint("Close the program that has it open for writing, then try again");
        }
        if (message.contains("max_temp_directory_size") || message.contains("No space left")) {
            return LakeException.of(ErrorCode.LIMIT_EXCEEDED, "The query spills more to disk than it may", e)
                    .hint("Filter or aggregate earlier");
        }
        return LakeException.of(ErrorCode.UNAVAILABLE, "A file cannot be read: " + tidy(message), e);
    }

    /** The first paragraph, without the excerpt of SQL that is ours and not the client's. */
    private static String tidy(String message) {
        String first = message.split("\\n\\s*\\n|\\nLINE \\d+:", 2)[0].strip();
        return first.length() <= MAX_MESSAGE ? first : first.substring(0, MAX_MESSAGE) + "…";
    }
}
