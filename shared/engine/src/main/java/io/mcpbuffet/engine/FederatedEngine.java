package io.mcpbuffet.engine;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.bind.Binder;
import io.mcpbuffet.engine.bind.Bound;
import io.mcpbuffet.engine.bind.Relations;
import io.mcpbuffet.engine.bind.Relations.Planned;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.engine.push.QueryPlanner;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Rows;
import io.mcpbuffet.spi.EngineProvider;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import io.mcpbuffet.spi.Tables;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One DuckDB over the tables of all catalogs: bound, guarded, pinned, planned here; run in the worker. Safe for many threads. */
public final class FederatedEngine implements EngineProvider.Engine {
    static final String NAME = "duckdb";

    /** How far a call is when its files are near. */
    private static final double FETCHED = 50;

    /** Bytes of a page that a program reads. */
    private static final int EXACT_PAGE = 1 << 20;

    private final Worker worker;
    private final Limits limits;
    private final Binder binder;
    private final Leaves leaves;
    private final Clock clock;
    private final OwnEngines engines;
    private final QueryPlanner planner;

    public FederatedEngine(Tables tables, Worker worker, Limits limits, Clock clock) {
        this(tables, worker, limits, clock, new QueryPlanner(worker));
    }

    private FederatedEngine(Tables tables, Worker worker, Limits limits, Clock clock, QueryPlanner planner) {
        this.worker = worker;
        this.limits = limits;
        this.binder = new Binder(worker, tables, clock);
        this.leaves = new Leaves(limits);
        this.engines = new OwnEngines(tables, binder);
        this.clock = clock;
        this.planner = planner;
    }

    @Override
    public SqlEngine over(Tables other) {
        return new FederatedEngine(other, worker, limits, clock, planner);
    }

    @Override
    public QueryResult run(Query query, Progress progress) {
        Stopwatch time = new Stopwatch(query.timeout());
        if (query.cursor().isPresent()) {
            return next(query, time, progress);
        }
        Optional<OwnEngines.Choice> own = engines.of(query, time.left());
        if (own.isPresent()) {
            Query whole = whole(query, query.cursor(), time);
            return continued(own.get().engine().run(whole, progress), own.get().catalog());
        }
        Bound bound = binder.bind(query.sql(), query.asOf(), time.left());
        progress.report(OptionalDouble.empty(), "Planning " + bound.sources().size() + " tables");
        try (Relations relations = new Relations(progress.within(0, FETCHED), limits.temporaryBytes())) {
            QueryPlanner.Plan plan = plan(bound, query, bound.explain(), relations, time);
            List<Planned> planned = plan.sources();
            Map<String, RowFeed> feeds = bound.explain() ? Map.of() : leaves.feeds(planned, time.left());
            JobResult result =
                    worker.run(job(plan, bound.explain(), query, time), feeds, progress.within(FETCHED, 100));
            return bound.explain() ? plan(bound, planned, result, time) : answer(bound, planned, result, query, time);
        }
    }

    /** For an engine that runs it as it is. */
    private Query whole(Query query, Optional<String> cursor, Stopwatch time) {
        return new Query(query.sql(), query.asOf(), Optional.empty(), rows(query), time.left(), cursor, query.exact());
    }

    /** A result of another engine, whose cursor remembers which. */
    private static QueryResult continued(QueryResult result, String catalog) {
        return new QueryResult(
                result.page(),
                result.truncated(),
                result.truncationReason(),
                result.nextCursor().map(inner -> new Cursor(inner, result.tables(), Optional.of(catalog)).write()),
                result.tables(),
                result.engine(),
                result.elapsedMs(),
                result.filesRead(),
                result.bytesRead(),
                result.warnings());
    }

    private QueryPlanner.Plan plan(Bound bound, Query query, boolean explain, Relations relations, Stopwatch time) {
        return planner.plan(bound, new QueryPlanner.Aim(rows(query), explain), relations, time.left());
    }

    private int rows(Query query) {
        return Math.max(1, Math.min(query.maxRows(), limits.maxRows()));
    }

    private Job job(QueryPlanner.Plan plan, boolean explain, Query query, Stopwatch time) {
        return new Job(
                plan.tree(),
                plan.sources().stream().map(Planned::relation).toList(),
                explain,
                rows(query),
                bytes(query),
                time.left().toMillis(),
                query.exact());
    }

    /** A program takes larger pages than a person. */
    private int bytes(Query query) {
        return query.exact() ? Math.max(EXACT_PAGE, limits.maxResultBytes()) : limits.maxResultBytes();
    }

    private QueryResult answer(Bound bound, List<Planned> planned, JobResult result, Query query, Stopwatch time) {
        List<String> warnings = new ArrayList<>(bound.warnings());
        warnings.addAll(result.warnings());
        return new QueryResult(
                result.page(),
                result.more(),
                reason(result, query),
                result.spool().map(spool -> Cursor.of(spool, bound.tables()).write()),
                bound.tables(),
                NAME,
                time.elapsedMillis(),
                sum(planned, Planned::files),
                sum(planned, Planned::bytes),
                warnings);
    }

    private QueryResult plan(Bound bound, List<Planned> planned, JobResult result, Stopwatch time) {
        PlanText plan = PlanText.of(result.page().rows(), planned);
        Rows rows = new Rows(
                List.of(new ResultColumn("explain_key", "VARCHAR"), new ResultColumn("explain_value", "VARCHAR")),
                List.of(List.of("physical_plan", plan.text())));
        Optional<String> none = Optional.empty();
        return new QueryResult(
                rows,
                false,
                none,
                none,
                bound.tables(),
                NAME,
                time.elapsedMillis(),
                OptionalLong.of(0),
                OptionalLong.of(0),
                bound.warnings());
    }

    private QueryResult next(Query query, Stopwatch time, Progress progress) {
        Cursor cursor = Cursor.read(query.cursor().orElseThrow());
        if (cursor.engine().isPresent()) {
            String catalog = cursor.engine().get();
            Query whole = whole(query, Optional.of(cursor.spool()), time);
            return continued(engines.engine(catalog).run(whole, progress), catalog);
        }
        JobResult result = worker.page(cursor.spool(), rows(query), bytes(query));
        return new QueryResult(
                result.page(),
                result.more(),
                reason(result, query),
                result.spool().map(spool -> Cursor.of(spool, cursor.tables()).write()),
                cursor.tables(),
                NAME,
                time.elapsedMillis(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                result.warnings());
    }

    private Optional<String> reason(JobResult result, Query query) {
        if (!result.more()) {
            return Optional.empty();
        }
        int shown = result.page().rows().size();
        String why = shown >= Math.min(query.maxRows(), limits.maxRows())
                ? "max_rows " + shown + " is reached"
                : "the page is full at " + bytes(query) + " bytes";
        return Optional.of(why + (result.spool().isPresent() ? "; next_cursor continues" : ""));
    }

    @Override
    public Explanation explain(Query query, Progress progress) {
        Stopwatch time = new Stopwatch(query.timeout());
        Optional<OwnEngines.Choice> own = engines.of(query, time.left());
        if (own.isPresent()) {
            return explained(own.get().engine().explain(whole(query, Optional.empty(), time), progress), own.get());
        }
        Bound bound = binder.bind(query.sql(), query.asOf(), time.left());
        try (Relations relations = new Relations(progress.within(0, FETCHED), limits.temporaryBytes())) {
            QueryPlanner.Plan whole = plan(bound, query, true, relations, time);
            List<Planned> planned = whole.sources();
            JobResult result = worker.run(job(whole, true, query, time), progress);
            PlanText plan = PlanText.of(result.page().rows(), planned);
            return new Explanation(
                    scans(planned),
                    NAME,
                    "it joins the tables of all catalogs",
                    sum(planned, Planned::files),
                    sum(planned, Planned::bytes),
                    plan.rowsEstimate(),
                    plan.text() + Leaves.text(planned) + notes(whole),
                    bound.warnings());
        }
    }

    private static String notes(QueryPlanner.Plan plan) {
        return plan.notes().stream().map(note -> "\n" + note).collect(Collectors.joining());
    }

    private static Explanation explained(Explanation e, OwnEngines.Choice choice) {
        return new Explanation(
                e.tables(),
                e.engine(),
                choice.reason(),
                e.files(),
                e.bytes(),
                e.rowsEstimate(),
                e.plan(),
                e.warnings());
    }

    private static List<Explanation.Scan> scans(List<Planned> planned) {
        List<Explanation.Scan> scans = new ArrayList<>();
        for (Planned each : planned) {
            each.source()
                    .table()
                    .filter(table -> !each.isSame())
                    .ifPresent(table -> scans.add(new Explanation.Scan(
                            table,
                            each.files(),
                            each.filesTotal(),
                            each.bytes(),
                            each.filtersPushed(),
                            each.filtersLeft())));
        }
        return scans;
    }

    private static OptionalLong sum(List<Planned> planned, Function<Planned, OptionalLong> part) {
        if (planned.stream().noneMatch(each -> part.apply(each).isPresent())) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(planned.stream()
                .filter(each -> !each.isSame())
                .mapToLong(each -> part.apply(each).orElse(0))
                .sum());
    }

    @Override
    public Rows rows(Optional<Path> database, List<Path> files, String sql, List<Object> parameters, Duration timeout) {
        return worker.rows(database, files, sql, parameters, timeout);
    }

    @Override
    public long workerRestarts() {
        return worker.restarts();
    }

    @Override
    public void warmUp() {
        worker.warmUp();
    }

    @Override
    public String dialect() {
        return NAME;
    }

    @Override
    public void close() {
        planner.close();
        worker.close();
    }

    /** The time a call has. */
    private record Stopwatch(long start, Duration limit) {
        Stopwatch(Duration limit) {
            this(System.nanoTime(), limit);
        }

        long elapsedMillis() {
            return (System.nanoTime() - start) / 1_000_000;
        }

        Duration left() {
            Duration left = limit.minusMillis(elapsedMillis());
            if (left.isNegative() || left.isZero()) {
                throw LakeException.of(ErrorCode.TIMED_OUT, "The query did not end within " + limit.toMillis() + " ms")
                        .hint("Raise timeout_seconds or ask for less");
            }
            return left;
        }
    }
}
