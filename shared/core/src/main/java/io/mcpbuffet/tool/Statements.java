package io.mcpbuffet.tool;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs SQL within the limits of the server and of the call, and writes the SQL of tools that take none. */
record Statements(SqlEngine engine, Limits limits, Clock clock) {
    QueryResult sample(TableRef table, AsOf asOf, int rows, CallContext call) {
        Query query = new Query(
                "SELECT * FROM " + quoted(table) + " LIMIT " + rows,
                asOf,
                Optional.empty(),
                rows,
                timeout(limits.queryTimeout(), call),
                Optional.empty());
        return engine.run(query, call.progress());
    }

    /** The engine for statements in the dialect that is written here, also where a catalog has an engine of its own. */
    Optional<String> here() {
        return Optional.of(engine.dialect());
    }

    /** The asked-for time, or what is left of the call when that is less; TIMED_OUT when nothing is left. */
    Duration timeout(Duration asked, CallContext call) {
        if (call.deadline().isAfter(clock.instant().plus(asked))) {
            return asked;
        }
        Duration left = Duration.between(clock.instant(), call.deadline());
        if (left.isNegative() || left.isZero()) {
            throw LakeException.of(ErrorCode.TIMED_OUT, "No time is left for the statement");
        }
        return left;
    }

    int rows(int asked) {
        return Math.min(asked, limits.maxRows());
    }

    /** A filter stands in parentheses on lines of its own, so that a comment at its end swallows nothing. */
    static String select(TableRef table, List<String> columns, Optional<String> where, Optional<String> orderBy) {
        String list = columns.isEmpty()
                ? "*"
                : columns.stream().map(Statements::quoted).collect(Collectors.joining(", "));
        StringBuilder sql =
                new StringBuilder("SELECT ").append(list).append("\nFROM ").append(quoted(table));
        where.map(w -> SqlPart.check("where", w))
                .ifPresent(w -> sql.append("\nWHERE (\n").append(w).append("\n)"));
        orderBy.map(o -> SqlPart.check("order_by", o))
                .ifPresent(o -> sql.append("\nORDER BY\n").append(o).append('\n'));
        return sql.toString();
    }

    /** Every part in quotes, whatever words the dialect reserves. */
    static String quoted(TableRef table) {
        return Stream.of(Stream.of(table.catalog()), table.namespace().levels().stream(), Stream.of(table.name()))
                .flatMap(s -> s)
                .map(Statements::quoted)
                .collect(Collectors.joining("."));
    }

    static List<List<Object>> cells(List<List<Object>> rows) {
        List<List<Object>> out = new ArrayList<>(rows.size());
        for (List<Object> row : rows) {
            List<Object> cells = new ArrayList<>(row.size());
            row.forEach(cell -> cells.add(Untrusted.cell(cell)));
            out.add(cells);
        }
        return out;
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
