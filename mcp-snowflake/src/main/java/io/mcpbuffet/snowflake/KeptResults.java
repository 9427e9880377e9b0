package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is left of results beyond their first page, for continuation by cursor: bounded in rows and characters each, and in number; the
 * oldest goes first. Safe for use by many threads.
 */
final class KeptResults implements AutoCloseable {
    /** Rows kept of one result. */
    static final int MAX_ROWS = 20_000;

    private static final long MAX_CHARACTERS = 4L << 20;
    private static final int MAX_RESULTS = 8;
    private static final int PAGE_CHARACTERS = 64 << 10;
    private static final int CELL = 4 << 10;
    private static final String CUT = "... (cut)";

    private final Map<String, Kept> kept = new LinkedHashMap<>();

    /** A page, with the reason where there are more rows. */
    record Part(
            Rows rows,
            Optional<String> reason,
            Optional<String> cursor,
            List<PinnedTable> tables,
            List<String> warnings) {}

    /** @param whole whether no row beyond these was dropped */
    private record Kept(
            List<ResultColumn> columns, Deque<List<Object>> rows, boolean whole, List<PinnedTable> tables) {}

    /** The first page of a statement; what follows is read and kept, and the statement is closed. */
    Part first(Execution execution, List<PinnedTable> tables, int maxRows) {
        try (execution) {
            ResultSet rows = execution.result();
            SnowflakeCells cells = new SnowflakeCells(rows);
            Deque<List<Object>> all = new ArrayDeque<>();
            long characters = 0;
            boolean more = rows.next();
            int most = MAX_ROWS + maxRows;
            while (more && all.size() < most && characters < MAX_CHARACTERS) {
                List<Object> row = cells.row();
                characters += size(row);
                all.add(row);
                more = rows.next();
            }
            return page(new Kept(cells.columns(), all, !more, tables), maxRows);
        } catch (SQLException e) {
            throw execution.translate(e);
        }
    }

    /** The page that a cursor stands for; NOT_FOUND when it is kept no longer. */
    Part next(String cursor, int maxRows) {
        Kept rest;
        synchronized (kept) {
            rest = kept.get(cursor);
        }
        if (rest == null) {
            throw LakeException.notFound("The rest of the result is kept no longer")
                    .hint("Run the query again");
        }
        return page(new Kept(rest.columns(), new ArrayDeque<>(rest.rows()), rest.whole(), rest.tables()), maxRows);
    }

    private Part page(Kept result, int maxRows) {
        List<List<Object>> page = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        long characters = 0;
        Deque<List<Object>> rest = result.rows();
        while (page.size() < maxRows && !rest.isEmpty()) {
            long size = size(rest.peek());
            if (!page.isEmpty() && characters + size > PAGE_CHARACTERS) {
                break;
            }
            characters += size;
            page.add(cut(rest.poll(), warnings));
        }
        Optional<String> cursor = rest.isEmpty() ? Optional.empty() : Optional.of(keep(result));
        Optional<String> reason = reason(result, page.size() >= maxRows, page.size());
        return new Part(new Rows(result.columns(), page), reason, cursor, result.tables(), warnings);
    }

    private static Optional<String> reason(Kept result, boolean full, int shown) {
        if (result.rows().isEmpty() && result.whole()) {
            return Optional.empty();
        }
        if (result.rows().isEmpty()) {
            return Optional.of("the server keeps no more rows of one result; filter or aggregate more");
        }
        return Optional.of(
                (full ? "max_rows " + shown + " is reached" : "the page is full at " + PAGE_CHARACTERS + " bytes")
                        + "; next_cursor continues");
    }

    private String keep(Kept rest) {
        String cursor = UUID.randomUUID().toString();
        synchronized (kept) {
            kept.put(cursor, rest);
            if (kept.size() > MAX_RESULTS) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return cursor;
    }

    private static List<Object> cut(List<Object> row, List<String> warnings) {
        List<Object> out = new ArrayList<>(row.size());
        for (Object cell : row) {
            boolean long4k = size(cell) > CELL;
            if (long4k && warnings.isEmpty()) {
                warnings.add("Cells over " + CELL + " characters are cut");
            }
            out.add(long4k ? String.valueOf(cell).substring(0, CELL) + CUT : cell);
        }
        return out;
    }

    private static long size(List<Object> row) {
        return row.stream().mapToLong(KeptResults::size).sum() + 2;
    }

    private static long size(Object cell) {
        return cell == null ? 5 : cell.toString().length() + 3L;
    }

    @Override
    public void close() {
        synchronized (kept) {
            kept.clear();
        }
    }
}
