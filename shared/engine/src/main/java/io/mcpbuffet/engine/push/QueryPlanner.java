package io.mcpbuffet.engine.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.bind.Bound;
import io.mcpbuffet.engine.bind.JoinKeys;
import io.mcpbuffet.engine.bind.Pushed;
import io.mcpbuffet.engine.bind.Relations;
import io.mcpbuffet.engine.bind.Relations.Planned;
import io.mcpbuffet.engine.bind.TableSource;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Plans the tables of a statement, each for what the statement asks of it. Safe for many threads. */
public final class QueryPlanner implements AutoCloseable {
    private final InParallel threads = new InParallel("plan");
    private final Narrowing narrowing = new Narrowing();
    private final PushDown pushDown;
    private final KeyRuns keyRuns;

    public QueryPlanner(Worker worker) {
        this.pushDown = new PushDown(worker);
        this.keyRuns = new KeyRuns(worker);
    }

    /** What decides about files: those of one reference may serve another. */
    private record Choice(PinnedScan scan, RowFilter filter, OptionalLong limit) {
        static Choice of(TableSource.Scan source, Pushed pushed) {
            return new Choice(
                    source.scan(), pushed.request().filter(), pushed.request().limit());
        }
    }

    /**
     * What is run.
     *
     * @param tree the statement, perhaps over less than it names
     * @param sources in the order in which they can be opened: what stands for another, or is narrowed by it, comes behind it
     * @param notes on what a run may do beside what the plan shows
     */
    public record Plan(ObjectNode tree, List<Planned> sources, List<String> notes) {
        public Plan {
            sources = List.copyOf(sources);
            notes = List.copyOf(notes);
        }
    }

    /**
     * What is asked of a plan.
     *
     * @param maxRows of the answer that are shown
     * @param explain nothing is to be brought near, for nothing is run
     */
    public record Aim(int maxRows, boolean explain) {}

    /** What is read once, whichever references it serves. */
    private record Content(Object table, Object read) {}

    /** A source with all that is known of it before its data is near. */
    private record Step(TableSource source, Pushed pushed, ScanPlan plan, Content content, Optional<JoinKeys.Key> key) {
        static Step of(TableSource source, Pushed pushed, Map<Choice, ScanPlan> plans, Optional<JoinKeys.Key> key) {
            if (source instanceof TableSource.Scan scan && !plans.isEmpty()) {
                ScanPlan plan = plans.get(Choice.of(scan, pushed));
                return new Step(
                        source, pushed, plan, new Content(List.of(scan.scan(), scan.metadata()), plan.files()), key);
            }
            Object table = source instanceof TableSource.Rows rows && key.isEmpty() ? rows.rows() : source;
            return new Step(source, pushed, null, new Content(table, pushed.request()), key);
        }

        /** The files that may hold rows which a filter is true for as well. */
        Step narrowed(RowFilter filter) {
            TableSource.Scan scan = (TableSource.Scan) source;
            ScanRequest asked = pushed.request();
            ScanRequest request = new ScanRequest(
                    asked.columns(), RowFilter.and(List.of(asked.filter(), filter)), OptionalLong.empty());
            ScanPlan fewer = scan.scan().plan(request);
            Content read = new Content(List.of(scan.scan(), scan.metadata()), fewer.files());
            return new Step(source, new Pushed(request, pushed.left(), false), fewer, read, key);
        }

        private boolean isNear() {
            return plan.files().stream()
                    .allMatch(file -> isNear(file.format(), file.location(), file.length())
                            && file.deletes().stream().allMatch(this::isNear));
        }

        private boolean isNear(ScanPlan.DeleteFile delete) {
            if (delete instanceof ScanPlan.PositionDeletes positions) {
                return isNear(positions.format(), delete.location(), delete.length());
            }
            return delete instanceof ScanPlan.EqualityDeletes equality
                    ? isNear(equality.format(), delete.location(), delete.length())
                    : plan.access().isNear(delete.location(), delete.length());
        }

        private boolean isNear(ScanPlan.Format format, String location, long length) {
            return format == ScanPlan.Format.PARQUET && plan.access().isNear(location, length);
        }

        Planned planned(Relations relations, boolean explain) {
            if (source instanceof TableSource.Scan scan) {
                return explain && !isNear()
                        ? Relations.outlined(
                                scan, plan, pushed, StubTable.of(scan).relation())
                        : relations.scan(scan, plan, pushed);
            }
            return source instanceof TableSource.Rows rows
                    ? relations.rows(rows, pushed, key)
                    : relations.whole(source);
        }
    }

    public Plan plan(Bound bound, Aim aim, Relations relations, Duration left) {
        long end = System.nanoTime() + left.toNanos();
        Map<String, Planned> made = new LinkedHashMap<>();
        KnownTotals totals = new KnownTotals(bound);
        made.putAll(totals.unfiltered());
        if (made.size() == bound.sources().size()) {
            return new Plan(totals.tree(), List.copyOf(made.values()), List.of());
        }
        List<TableSource> others = bound.sources().stream()
                .filter(source -> !(source instanceof TableSource.Pushable))
                .toList();
        threads.map(others, relations::whole, left)
                .forEach(planned -> made.put(planned.source().view(), planned));
        Map<String, Pushed> pushed = pushDown.of(
                bound, aim.maxRows(), left, source -> made.get(source.view()).relation());
        made.putAll(totals.filtered(pushed));
        Map<Choice, ScanPlan> plans = plans(bound, made.keySet(), pushed, end);
        JoinKeys keys = JoinKeys.of(bound);
        List<Step> steps = keys.inOrder(bound.sources()).stream()
                .map(source -> Step.of(
                        source,
                        pushed.getOrDefault(source.view(), Pushed.NOTHING),
                        made.containsKey(source.view()) ? Map.of() : plans,
                        keys.of(source)))
                .toList();
        List<String> notes = new ArrayList<>();
        List<Step> last = aim.explain() ? steps : narrowed(steps, keys, made, relations, end);
        if (aim.explain()) {
            worth(steps, keys).forEach(key -> notes.add(note(key)));
        }
        return new Plan(totals.tree(), planned(last, made, step -> step.planned(relations, aim.explain()), end), notes);
    }

    private static String note(JoinKeys.Key key) {
        return "Files of " + key.narrowed().table().orElseThrow().table() + " are left out by the values of "
                + key.shown() + " in " + key.column().name() + ", which are read before";
    }

    /** The keys by which files may be left out. */
    private List<JoinKeys.Key> worth(List<Step> steps, JoinKeys keys) {
        Map<String, Step> byView = new LinkedHashMap<>();
        steps.forEach(step -> byView.put(step.source().view(), step));
        List<JoinKeys.Key> found = new ArrayList<>();
        for (Step step : steps) {
            for (JoinKeys.Key key : keys.ofScan(step.source().view())) {
                Step partner = byView.get(key.partner().view());
                boolean both = step.plan() != null && partner != null && partner.plan() != null;
                if (both && step.source() instanceof TableSource.Scan scan) {
                    if (narrowing.isWorth(key, scan.scan(), step.plan(), partner.plan())) {
                        found.add(key);
                    }
                }
            }
        }
        return found;
    }

    /** What others are narrowed by is brought near first, and is not narrowed itself. */
    private List<Step> narrowed(
            List<Step> steps, JoinKeys keys, Map<String, Planned> made, Relations relations, long end) {
        Map<String, Step> last = new LinkedHashMap<>();
        steps.forEach(step -> last.put(step.source().view(), step));
        Set<String> changed = new HashSet<>();
        for (JoinKeys.Key key : worth(steps, keys)) {
            Step large = last.get(key.narrowed().view());
            Step small = last.get(key.partner().view());
            boolean free = !made.containsKey(key.narrowed().view())
                    && !changed.contains(key.partner().view());
            if (free && large.plan().files().size() > 1) {
                Planned near = made.computeIfAbsent(key.partner().view(), view -> small.planned(relations, false));
                keyRuns.filter(key, near.relation(), remaining(end)).ifPresent(filter -> {
                    last.put(key.narrowed().view(), large.narrowed(filter));
                    changed.add(key.narrowed().view());
                });
            }
        }
        return List.copyOf(last.values());
    }

    private List<Planned> planned(
            List<Step> steps, Map<String, Planned> whole, Function<Step, Planned> make, long end) {
        Map<Content, Step> first = new LinkedHashMap<>();
        steps.forEach(step -> first.putIfAbsent(step.content(), step));
        List<Step> distinct = List.copyOf(first.values());
        List<Planned> made = threads.map(
                distinct,
                step -> {
                    Planned known = whole.get(step.source().view());
                    return known == null ? make.apply(step) : known;
                },
                remaining(end));
        List<Planned> all = new ArrayList<>();
        for (Step step : steps) {
            Planned planned = made.get(distinct.indexOf(first.get(step.content())));
            all.add(planned.source().equals(step.source()) ? planned : planned.as(step.source()));
        }
        return all;
    }

    private Map<Choice, ScanPlan> plans(Bound bound, Set<String> known, Map<String, Pushed> pushed, long end) {
        Map<Choice, ScanRequest> requests = new LinkedHashMap<>();
        for (TableSource source : bound.sources()) {
            if (source instanceof TableSource.Scan scan && !known.contains(scan.view())) {
                Pushed asked = pushed.getOrDefault(scan.view(), Pushed.NOTHING);
                requests.merge(
                        Choice.of(scan, asked),
                        asked.request(),
                        (one, other) -> one.columns().equals(other.columns()) ? one : one.or(other, names(scan)));
            }
        }
        List<Choice> choices = List.copyOf(requests.keySet());
        List<ScanPlan> made = threads.map(choices, choice -> choice.scan().plan(requests.get(choice)), remaining(end));
        Map<Choice, ScanPlan> plans = new LinkedHashMap<>();
        choices.forEach(choice -> plans.put(choice, made.get(plans.size())));
        return plans;
    }

    private static List<String> names(TableSource.Scan scan) {
        return scan.schema().stream().map(Field::name).toList();
    }

    private static Duration remaining(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    @Override
    public void close() {
        threads.close();
    }
}
