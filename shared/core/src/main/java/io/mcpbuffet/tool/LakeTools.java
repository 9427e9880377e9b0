package io.mcpbuffet.tool;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.SqlEngine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The tools over a lakehouse, in their fixed order, each listed only where some catalog can serve it. */
public final class LakeTools {
    static final String AS_OF = "Snapshot id, branch:B, tag:T, 2026-03-01T00:00:00Z, or -P7D (7 days ago)";
    static final String MOMENT = "Moment, as in describe";
    static final String CURSOR = "next_cursor of the last page";

    private LakeTools() {}

    /** Connects to nothing. */
    public static List<Tool> of(
            Lakehouse lakehouse, SqlEngine engine, TableSearch search, Limits limits, OutputForm form) {
        return of(lakehouse, engine, search, limits, form, Clock.systemUTC());
    }

    /** With another clock for relative moments and the age of cursors. */
    public static List<Tool> of(
            Lakehouse lakehouse, SqlEngine engine, TableSearch search, Limits limits, OutputForm form, Clock clock) {
        return of(lakehouse, engine, search, limits, form, clock, CursorKey.random());
    }

    /** With a key for cursors: tools with another one do not take them. */
    public static List<Tool> of(
            Lakehouse lakehouse,
            SqlEngine engine,
            TableSearch search,
            Limits limits,
            OutputForm form,
            Clock clock,
            CursorKey key) {
        Cursors cursors = new Cursors(key, clock);
        Bounds bounds = new Bounds(limits.maxResultBytes());
        History history = new History(lakehouse, clock);
        Statements statements = new Statements(engine, limits, clock);
        SqlTools sql = new SqlTools(lakehouse, history, statements, cursors);
        List<Tool> tools = new ArrayList<>(new ListingTools(lakehouse, engine.dialect(), cursors, bounds).tools());
        tools.add(new SearchTool(lakehouse, search, bounds).tool());
        tools.add(new ContextPackTool(lakehouse, search, Dialects.of(lakehouse, engine.dialect())).tool());
        tools.add(new DescribeTool(lakehouse, search.semantics(), history, statements, cursors, bounds).tool());
        if (lakehouse.has(Feature.TIME_TRAVEL) && lakehouse.has(Feature.METADATA)) {
            tools.add(new SnapshotTools(lakehouse, history, cursors, bounds).tool());
        }
        if (lakehouse.has(Feature.TIME_TRAVEL) && lakehouse.has(Feature.SQL)) {
            tools.add(sql.travel());
        }
        if (lakehouse.has(Feature.METADATA)) {
            tools.add(new InspectTool(lakehouse, history, cursors, bounds).tool());
        }
        if (lakehouse.has(Feature.METADATA) || lakehouse.has(Feature.SQL)) {
            ProfileSample samples = new ProfileSample(lakehouse, statements);
            tools.add(new ProfileTool(lakehouse, history, samples, cursors, bounds).tool());
            tools.add(new CompareTool(lakehouse, history, new RowChanges(statements)).tool());
        }
        if (lakehouse.has(Feature.SQL)) {
            tools.add(sql.query(Dialects.of(lakehouse, engine.dialect())));
            tools.add(new ExplainTool(history, statements).tool());
        }
        return tools.stream().map(form::of).toList();
    }

    /** The {@code instructions} of the server: how tables are named, as_of, which tool comes first. */
    public static String instructions(Lakehouse lakehouse, SqlEngine engine) {
        return Instructions.of(lakehouse, Dialects.of(lakehouse, engine.dialect()));
    }
}
