package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.scan.ScanViews;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DuckDB's errors as ours.
 *
 * @param views names that the host made for itself and that no message shows
 */
record DuckDbErrors(List<String> views) {
    private static final Pattern KIND =
            Pattern.compile("^(?:[\\w.]+Exception: )?([A-Z][A-Za-z ]+?) (?:Error|exception): (.*)", Pattern.DOTALL);
    private static final Pattern SQL_EXCERPT = Pattern.compile("\\n\\s*\\n|\\n\\s*LINE \\d+:|\\nStack Trace|(?m)^0x");
    private static final Pattern FILE =
            Pattern.compile("\"/[^\"\\n]*\"|'/[^'\\n]*'|(?<![\\w.])/(?:[^\\s/\"']+/)+[^\\s\"',]*");
    private static final int MAX_MESSAGE = 500;

    LakeException translate(SQLException e) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        Matcher matcher = KIND.matcher(text);
        String kind = matcher.find() ? matcher.group(1) : "";
        String message = tidy(kind.isEmpty() ? text : matcher.group(2));
        if (message.startsWith(ScanViews.UNSUPPORTED)) {
            return LakeException.of(ErrorCode.UNSUPPORTED, message.substring(ScanViews.UNSUPPORTED.length()), e)
                    .hint("Name the columns that are needed instead of this one or *");
        }
        return switch (kind) {
            case "INTERRUPT" -> stopped(e);
            case "Out of Memory" -> outOfMemory(message, e);
            case "IO", "HTTP", "Serialization", "Connection" -> io(message, e);
            case "Permission" ->
                LakeException.of(ErrorCode.SQL_REJECTED, "The statement reaches for a file outside of its tables", e)
                        .hint("Query tables of the catalogs; list_tables names them");
            case "INTERNAL", "FATAL" -> LakeException.of(ErrorCode.INTERNAL, "The engine failed", e);
            case "" -> LakeException.of(ErrorCode.SQL_REJECTED, withoutFiles(message), e);
            default -> LakeException.of(ErrorCode.SQL_REJECTED, kind + " error: " + withoutFiles(message), e);
        };
    }

    static LakeException stopped(Throwable e) {
        return LakeException.of(ErrorCode.CANCELLED, "The statement was stopped", e);
    }

    static LakeException outOfMemory(Throwable e) {
        return LakeException.of(ErrorCode.LIMIT_EXCEEDED, "The query needs more memory than one query may take", e)
                .hint("Filter or aggregate earlier, or raise limits.query-memory");
    }

    private static LakeException outOfMemory(String message, SQLException e) {
        return message.contains("max_temp_directory_size") || message.contains("temp_directory")
                ? spilled(e)
                : outOfMemory(e);
    }

    private static LakeException spilled(SQLException e) {
        return LakeException.of(ErrorCode.LIMIT_EXCEEDED, "The query spills more to disk than it may", e)
                .hint("Filter or aggregate earlier");
    }

    private static LakeException io(String message, SQLException e) {
        if (message.contains("max_temp_directory_size") || message.contains("No space left")) {
            return spilled(e);
        }
        if (message.contains("Could not set lock") || message.contains("Conflicting lock")) {
            return LakeException.unavailable("A DuckDB file is locked by another process: " + message, e)
                    .hint("Close the program that has it open for writing, then try again");
        }
        if (message.contains("newer version of DuckDB") || message.contains("newer version")) {
            return LakeException.of(ErrorCode.UNSUPPORTED, "A DuckDB file is of a newer version: " + message, e)
                    .hint("Export it with an older storage version, or use a newer mcp-buffet");
        }
        return LakeException.unavailable("A file cannot be read: " + message, e)
                .hint("Check that the file exists, is whole and may be read");
    }

    /** The first paragraph, without the excerpt of SQL, which is ours and not the client's, and without our names. */
    private String tidy(String message) {
        String first = SQL_EXCERPT.split(message, 2)[0].strip();
        for (String view : views) {
            first = first.replace('"' + view + "\".", "")
                    .replace(view + ".", "")
                    .replace(view, "the table");
        }
        return first.length() <= MAX_MESSAGE ? first : first.substring(0, MAX_MESSAGE) + "…";
    }

    private static String withoutFiles(String message) {
        return FILE.matcher(message).replaceAll("(a file)");
    }
}
