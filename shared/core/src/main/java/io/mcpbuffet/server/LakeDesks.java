package io.mcpbuffet.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.access.Access;
import io.mcpbuffet.access.Principal;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.prompt.LakePrompts;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.EngineProvider.Engine;
import io.mcpbuffet.spi.SqlEngine;
import io.mcpbuffet.tool.CallContext;
import io.mcpbuffet.tool.CursorKey;
import io.mcpbuffet.tool.LakeTools;
import io.mcpbuffet.tool.OutputForm;
import io.mcpbuffet.tool.Tool;
import io.mcpbuffet.tool.ToolResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Makes the tools of each principal over the lakehouse as he sees it, so that no tool has to know of rules. Those of the principals who
 * came last are kept. Safe for use by many threads.
 */
final class LakeDesks implements Desks {
    private static final int KEPT = 256;
    private static final String PACK = "context_pack";
    private static final String LISTING = "list_tables";

    private final Lakehouse lakehouse;
    private final Engine engine;
    private final TableSearch search;
    private final Limits limits;
    private final OutputForm form;
    private final UnaryOperator<Tool> finish;
    private final CursorKey key = CursorKey.random();

    private final Map<Principal, Desk> desks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Principal, Desk> eldest) {
            return size() > KEPT;
        }
    };

    /** @param finish what becomes of each tool before it is offered */
    LakeDesks(
            Lakehouse lakehouse,
            Engine engine,
            TableSearch search,
            Limits limits,
            OutputForm form,
            UnaryOperator<Tool> finish) {
        this.lakehouse = lakehouse;
        this.engine = engine;
        this.search = search;
        this.limits = limits;
        this.form = form;
        this.finish = finish;
    }

    @Override
    public Desk of(Principal principal) {
        synchronized (desks) {
            return desks.computeIfAbsent(principal, this::desk);
        }
    }

    private Desk desk(Principal principal) {
        Access access = principal.access();
        CursorKey own = key.of(principal.name());
        Lakehouse seen = seen(access);
        List<Tool> tools = tools(access, own).stream().map(finish).toList();
        return new Desk(
                tools,
                form,
                LakePrompts.of(tools.stream().map(Tool::name).toList(), pack(tools)),
                new LakeResources(seen(access.within(LISTING)), reading(access, own)),
                LakeTools.instructions(seen, engine));
    }

    /** A resource is what a tool answers, over what is open in its calls, and completes as tables are listed. */
    private Map<LakeUri.Part, Tool> reading(Access access, CursorKey own) {
        Map<LakeUri.Part, Tool> tools = new EnumMap<>(LakeUri.Part.class);
        for (LakeUri.Part part : LakeUri.Part.values()) {
            lakeTools(access.within(part.tool()), own).stream()
                    .filter(tool -> tool.name().equals(part.tool()))
                    .forEach(tool -> tools.put(part, tool));
        }
        return tools;
    }

    /** What the tool answers, in a prompt. */
    private static BinaryOperator<String> pack(List<Tool> tools) {
        return (question, tokens) -> {
            ObjectNode arguments = Json.object().put("question", question);
            arguments.put("max_tokens", tokens.matches("\\d{1,6}") ? Integer.parseInt(tokens) : -1);
            ToolResult result = named(PACK, tools).handler().call(arguments, CallContext.NONE);
            if (result.isError()) {
                throw result.failure();
            }
            return result.text();
        };
    }

    private Lakehouse seen(Access access) {
        return access.equals(Access.ALL) ? lakehouse : lakehouse.seenWith(access);
    }

    /** Each tool over what is open in its calls. */
    private List<Tool> tools(Access access, CursorKey own) {
        Map<Access, List<Tool>> views = new LinkedHashMap<>();
        List<Tool> offered = new ArrayList<>();
        for (Tool tool : views.computeIfAbsent(access, open -> lakeTools(open, own))) {
            if (access.tool(tool.name())) {
                List<Tool> within = views.computeIfAbsent(access.within(tool.name()), open -> lakeTools(open, own));
                within.stream().filter(t -> t.name().equals(tool.name())).forEach(offered::add);
            }
        }
        return offered;
    }

    private List<Tool> lakeTools(Access access, CursorKey own) {
        Lakehouse seen = seen(access);
        SqlEngine sql = seen == lakehouse ? engine : engine.over(seen);
        return LakeTools.of(seen, sql, search, limits, OutputForm.BOTH, Clock.systemUTC(), own);
    }

    private static Tool named(String name, List<Tool> tools) {
        return tools.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }
}
