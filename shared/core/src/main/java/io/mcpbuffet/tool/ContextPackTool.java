package io.mcpbuffet.tool;

import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.Hit;
import io.mcpbuffet.search.TableIndex;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tool that gives what a model needs to know to write a statement for a question, within a number of tokens. */
record ContextPackTool(Lakehouse lakehouse, TableSearch search, Dialects dialects) {
    static final String NAME = "context_pack";
    private static final int TABLES = 15;

    record In(
            @Describe("Such as: which channel grew most in May?") String question,
            @Describe(value = "Room for the answer", byDefault = "1000", min = 200, max = 8000) int maxTokens,
            @Describe("Only this catalog, such as lake") Optional<String> catalog) {}

    record Out(
            String context,
            List<String> tables,
            int tokens,
            List<String> leftOut,
            @Describe(open = true) List<SearchTool.NotSearched> notSearched) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        NAME,
                        "Context for a question",
                        "The tables for a question, with columns, joins, definitions and notes, within max_tokens. Use it before you write SQL."),
                In.class,
                Out.class,
                (in, call) -> answer(in));
    }

    private Answer answer(In in) {
        TableSearch.Found found = SearchTool.search(lakehouse, search, in.question(), in.catalog(), TABLES);
        TableIndex index = search.index();
        ContextPack pack = new ContextPack(in.maxTokens());
        if (lakehouse.has(Feature.SQL)) {
            pack.add(dialect());
        }
        List<SearchTool.NotSearched> lacking = SearchTool.notSearched(lakehouse, found.catalogs());
        if (!lacking.isEmpty()) {
            pack.add("Not all was searched: "
                    + lacking.stream().map(SearchTool.NotSearched::catalog).collect(Collectors.joining(", ")));
        }
        List<Hit> hits = found.hits();
        hits.forEach(hit -> index.text(hit.table()).ifPresent(text -> pack.table(hit, text)));
        pack.joins(index);
        pack.metrics(search.semantics());
        pack.notes(hits);
        if (!pack.leftOut().isEmpty()) {
            pack.add("No room for: "
                    + pack.leftOut().stream().map(TableRef::toString).collect(Collectors.joining(", ")));
        }
        if (hits.isEmpty()) {
            pack.add("No table fits; list_tables shows all");
        }
        Out out = new Out(
                pack.text(),
                pack.tables().stream().map(TableRef::toString).toList(),
                pack.tokens(),
                pack.leftOut().stream().map(TableRef::toString).toList(),
                lacking);
        return new Answer(out, pack.text());
    }

    private String dialect() {
        String moment =
                lakehouse.has(Feature.TIME_TRAVEL) ? "; the past: FROM t AT (TIMESTAMP => TIMESTAMP '...')" : "";
        return "One SELECT in " + dialects.joins() + " SQL over full table names" + moment + "."
                + dialects.exception().map(more -> " " + more).orElse("");
    }
}
