package io.mcpbuffet.tool;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.tool.Lines.TableRead;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The tools that read rows. */
record SqlTools(Lakehouse lakehouse, History history, Statements statements, Cursors cursors) {
    private static final String TRAVEL = "time_travel";
    private static final String QUERY = "query";

    record Travel(
            @Describe("Table, such as lake.sales.orders") String table,
            @Describe(LakeTools.AS_OF) String asOf,
            @Describe("Columns to show, such as [\"id\", \"total\"]; all without it") List<String> columns,
            @Describe("SQL condition, such as total > 100") Optional<String> where,
            @Describe("SQL order, such as ordered_at DESC") Optional<String> orderBy,
            @Describe(byDefault = "50", min = 1, max = 10_000) int maxRows,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record Sql(
            @Describe("One SELECT, such as SELECT count(*) FROM lake.sales.orders") String sql,
            @Describe(LakeTools.AS_OF) Optional<String> asOf,
            @Describe("Leave out: the engine is chosen") Optional<String> engine,
            @Describe(byDefault = "200", min = 1, max = 10_000) int maxRows,
            @Describe(byDefault = "60", min = 1, max = 600) int timeoutSeconds,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record Out(
            @Describe(open = true) List<Lines.Column> columns,
            List<List<Object>> rows,
            int rowCount,
            @Describe("More rows exist than are shown") boolean truncated,
            @Describe(quiet = true) Optional<String> truncationReason,
            Optional<String> nextCursor,
            @Describe(open = true) List<TableRead> tables,
            String engine,
            @Describe(quiet = true) long elapsedMs,
            @Describe(quiet = true) OptionalLong filesRead,
            @Describe(quiet = true) OptionalLong bytesRead,
            List<String> warnings) {}

    Tool travel() {
        return ReadTool.of(
                new About(
                        TRAVEL,
                        "Read a table as it was",
                        "Rows of one table at an earlier moment, with the columns it had then."),
                Travel.class,
                Out.class,
                this::travel);
    }

    Tool query(Dialects dialects) {
        return ReadTool.of(
                new About(
                        QUERY,
                        "Run SQL",
                        "Runs one read-only statement in " + dialects.joins()
                                + " SQL over the tables of all catalogs, which it can join. A table at an earlier moment: FROM t AT (TIMESTAMP => TIMESTAMP '2026-03-01 00:00:00')"
                                + (dialects.foreign() ? "." : " or AT (VERSION => 123).")
                                + dialects.exception().map(more -> " " + more).orElse("")),
                Sql.class,
                Out.class,
                this::query);
    }

    private Answer travel(Travel in, CallContext call) {
        TableRef table = lakehouse.resolve(in.table());
        AsOf asOf = history.moment(Optional.of(in.asOf()));
        history.require(table, asOf);
        Query query = new Query(
                Statements.select(table, in.columns(), in.where(), in.orderBy()),
                asOf,
                Optional.empty(),
                statements.rows(in.maxRows()),
                statements.timeout(statements.limits().queryTimeout(), call),
                in.cursor().map(c -> cursors.open(TRAVEL, in, c)));
        return run(TRAVEL, in, in.maxRows(), query, call);
    }

    private Answer query(Sql in, CallContext call) {
        Query query = new Query(
                in.sql(),
                history.moment(in.asOf()),
                in.engine(),
                statements.rows(in.maxRows()),
                statements.timeout(Duration.ofSeconds(in.timeoutSeconds()), call),
                in.cursor().map(c -> cursors.open(QUERY, in, c)),
                call.exact());
        return run(QUERY, in, in.maxRows(), query, call);
    }

    private Answer run(String tool, Record in, int askedRows, Query query, CallContext call) {
        QueryResult result = runOrExpire(query, call);
        List<String> warnings = new ArrayList<>(result.warnings());
        warnings.addAll(History.warnings(query.asOf()));
        if (askedRows > query.maxRows()) {
            warnings.add("max_rows is bounded to " + query.maxRows() + " by this server");
        }
        Out out = new Out(
                result.page().columns().stream()
                        .map(c -> new Lines.Column(query.exact() ? c.name() : Untrusted.show(c.name()), c.type()))
                        .toList(),
                query.exact()
                        ? result.page().rows()
                        : Statements.cells(result.page().rows()),
                result.page().rows().size(),
                result.truncated(),
                result.truncationReason().map(Untrusted::message),
                result.nextCursor().map(inner -> cursors.sign(tool, in, inner)),
                result.tables().stream().map(TableRead::of).toList(),
                result.engine(),
                result.elapsedMs(),
                result.filesRead(),
                result.bytesRead(),
                warnings.stream().map(Untrusted::message).toList());
        String table = query.exact()
                ? ""
                : TextTable.of(result.page().columns(), result.page().rows());
        return new Answer(out, table + closing(out));
    }

    /** The cursor was good when it was made, so a result that is gone was dropped since. */
    private QueryResult runOrExpire(Query query, CallContext call) {
        try {
            return statements.engine().run(query, call.progress());
        } catch (LakeException e) {
            boolean gone = e.code() == ErrorCode.NOT_FOUND || e.code() == ErrorCode.INVALID_ARGUMENT;
            throw query.cursor().isPresent() && gone ? Cursors.expired() : e;
        }
    }

    private static String closing(Out out) {
        StringBuilder text = new StringBuilder(Lines.count(out.rowCount(), "row")).append(", ");
        text.append(out.truncated() ? "truncated: " + out.truncationReason().orElse("more rows exist") : "complete");
        text.append("; ")
                .append(out.engine())
                .append(", ")
                .append(out.elapsedMs())
                .append(" ms");
        out.filesRead().ifPresent(n -> text.append(", ").append(Lines.count(n, "file")));
        out.bytesRead().ifPresent(n -> text.append(", ").append(n).append(" bytes"));
        if (!out.tables().isEmpty()) {
            text.append("; read ")
                    .append(out.tables().stream().map(TableRead::text).collect(Collectors.joining(", ")));
        }
        return text.append('\n')
                .append(Lines.warnings(out.warnings()))
                .append(Lines.next(out.nextCursor()))
                .toString();
    }
}
