package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Runs statements in Snowflake: guarded, compiled first, within limits that hold there. Safe for use by many threads. */
final class SnowflakeEngine implements AutoCloseable {
    static final String NAME = "snowflake";
    private static final String QUERY = "query";

    private final Connections connections;
    private final TableText text;
    private final Moments moments;
    private final KeptResults kept = new KeptResults();

    SnowflakeEngine(Connections connections, TableText text, Moments moments) {
        this.connections = connections;
        this.text = text;
        this.moments = moments;
    }

    QueryResult run(Query query, Progress progress) {
        Stopwatch time = Stopwatch.of(query.timeout());
        if (query.cursor().isPresent()) {
            return answer(kept.next(query.cursor().get(), query.maxRows()), time);
        }
        SqlGuard.Checked checked = SqlGuard.check(query.sql());
        TableText.Written written = text.write(checked, query.asOf());
        try {
            return run(query, checked, written, time, progress);
        } catch (LakeException e) {
            throw e.code() == ErrorCode.SNAPSHOT_EXPIRED ? moments.withOldest(e, written.tables()) : e;
        }
    }

    private QueryResult run(
            Query query, SqlGuard.Checked checked, TableText.Written written, Stopwatch time, Progress progress) {
        compile(checked, written, query.asOf(), time);
        progress.report(OptionalDouble.empty(), "Running the query in Snowflake");
        Execution.Request request = new Execution.Request(
                written.sql(), Purpose.of(QUERY), KeptResults.MAX_ROWS + query.maxRows() + 1L, time.left());
        Execution execution = Execution.start(connections, request);
        return answer(kept.first(execution, written.tables(), query.maxRows()), time);
    }

    private static QueryResult answer(KeptResults.Part part, Stopwatch time) {
        return new QueryResult(
                part.rows(),
                part.reason().isPresent(),
                part.reason(),
                part.cursor(),
                part.tables(),
                NAME,
                time.elapsedMillis(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                part.warnings());
    }

    /** SQL_REJECTED where Snowflake itself does not call it a query; nothing is run for it. */
    private void compile(SqlGuard.Checked checked, TableText.Written written, AsOf asOf, Stopwatch time) {
        String sql =
                switch (checked.kind()) {
                    case QUERY -> written.sql();
                    case EXPLAIN -> text.write(explained(checked), asOf).sql();
                    case LISTING -> "";
                };
        if (!sql.isEmpty()
                && !Execution.isQuery(connections, new Execution.Request(sql, Purpose.of("compile"), 0, time.left()))) {
            throw Rule.SERVER_VERDICT.broken("The statement is no query");
        }
    }

    private static SqlGuard.Checked explained(SqlGuard.Checked checked) {
        int from = checked.tokens().get(1).is("USING") ? 3 : 1;
        return SqlGuard.check(checked.text()
                .substring(checked.tokens().get(from).start()
                        - checked.tokens().get(0).start()));
    }

    Explanation explain(Query query, Progress progress) {
        Stopwatch time = Stopwatch.of(query.timeout());
        SqlGuard.Checked checked = SqlGuard.check(query.sql());
        if (checked.kind() == SqlGuard.Kind.LISTING) {
            throw Rule.SELECT_ONLY.broken("Only a query can be explained");
        }
        SqlGuard.Checked inner = checked.kind() == SqlGuard.Kind.EXPLAIN ? explained(checked) : checked;
        TableText.Written written = text.write(inner, query.asOf());
        compile(inner, written, query.asOf(), time);
        progress.report(OptionalDouble.empty(), "Asking Snowflake for the plan");
        Execution.Request request =
                new Execution.Request("EXPLAIN USING JSON " + written.sql(), Purpose.of("explain"), 0, time.left());
        try (Execution execution = Execution.start(connections, request)) {
            return explanation(SnowflakePlan.of(plan(execution)), written);
        }
    }

    private static String plan(Execution execution) {
        ResultSet rows = execution.result();
        try {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw execution.translate(e);
        }
    }

    private static Explanation explanation(SnowflakePlan plan, TableText.Written written) {
        List<Explanation.Scan> scans = new ArrayList<>();
        for (PinnedTable table : written.tables()) {
            SnowflakePlan.Partitions read = plan.partitions(table.table());
            scans.add(new Explanation.Scan(table, read.kept(), read.total(), read.bytes(), List.of(), List.of()));
        }
        return new Explanation(
                scans,
                NAME,
                "all tables are in Snowflake, which runs the statement as it is",
                plan.all().kept(),
                plan.all().bytes(),
                OptionalLong.empty(),
                plan.text(),
                List.of("files are micro-partitions"));
    }

    @Override
    public void close() {
        kept.close();
    }

    /** The time a call has. */
    private record Stopwatch(long start, Duration limit) {
        static Stopwatch of(Duration limit) {
            return new Stopwatch(System.nanoTime(), limit);
        }

        long elapsedMillis() {
            return (System.nanoTime() - start) / 1_000_000;
        }

        Duration left() {
            Duration left = limit.minusMillis(elapsedMillis());
            return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
        }
    }
}
