package io.mcpbuffet.engine.push;

import io.mcpbuffet.cache.Recent;
import io.mcpbuffet.engine.bind.Bound;
import io.mcpbuffet.engine.bind.Pushed;
import io.mcpbuffet.engine.bind.TableSource;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds out what a statement asks of its tables, before they are planned: the optimizer explains it over tables without rows. Safe for
 * many threads.
 */
public final class PushDown {
    private static final int PAGE_BYTES = 1;
    private static final int REMEMBERED = 128;

    /** As JSON: what is longer is not remembered. */
    private static final int LONG_STATEMENT = 100_000;

    private final Worker worker;
    private final Recent<Asked, Map<String, Pushed>> found = new Recent<>(REMEMBERED);

    /** All that what is found depends on, where every table is a stub. */
    private record Asked(String statement, List<Relation> stubs, List<List<Field>> schemas, int maxRows) {}

    public PushDown(Worker worker) {
        this.worker = worker;
    }

    /**
     * By view, what is asked of the sources that can make use of it; others are missing.
     *
     * @param local makes readable what cannot be pushed to
     */
    public Map<String, Pushed> of(Bound bound, int maxRows, Duration left, Function<TableSource, Relation> local) {
        List<StubTable> tables = new ArrayList<>();
        for (TableSource source : bound.sources()) {
            if (source instanceof TableSource.Pushable pushable) {
                tables.add(StubTable.of(pushable));
            }
        }
        String text = bound.tree().toString();
        boolean unnamed = tables.stream().noneMatch(table -> text.contains(table.prefix()));
        return bound.timeless() && unnamed && !tables.isEmpty()
                ? extract(bound, text, tables, maxRows, left, local)
                : Map.of();
    }

    private Map<String, Pushed> extract(
            Bound bound,
            String text,
            List<StubTable> tables,
            int maxRows,
            Duration left,
            Function<TableSource, Relation> local) {
        try {
            List<Relation> relations = new ArrayList<>();
            for (TableSource source : bound.sources()) {
                relations.add(
                        source instanceof TableSource.Pushable pushable
                                ? StubTable.of(pushable).relation()
                                : local.apply(source));
            }
            Job job = new Job(bound.tree(), relations, true, maxRows, PAGE_BYTES, left.toMillis());
            if (tables.size() < relations.size() || text.length() > LONG_STATEMENT) {
                return asked(job, tables);
            }
            List<List<Field>> schemas = tables.stream().map(StubTable::schema).toList();
            return found.get(new Asked(text, relations, schemas, maxRows), any -> asked(job, tables));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.SQL_REJECTED || e.code() == ErrorCode.UNSUPPORTED) {
                // What is wrong shows again, over the real tables, where the statement is run.
                return Map.of();
            }
            throw e;
        }
    }

    private Map<String, Pushed> asked(Job job, List<StubTable> tables) {
        Map<String, Pushed> pushed = new LinkedHashMap<>();
        Extraction.of(tables, job.tree(), worker.outline(job))
                .forEach((table, asked) -> pushed.put(table.source().view(), asked));
        return Collections.unmodifiableMap(pushed);
    }
}
