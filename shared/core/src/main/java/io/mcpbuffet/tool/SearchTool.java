package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.Coverage;
import io.mcpbuffet.search.Hit;
import io.mcpbuffet.search.TableSearch;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tool that finds tables by what they hold. */
record SearchTool(Lakehouse lakehouse, TableSearch search, Bounds bounds) {
    static final String NAME = "search_tables";
    private static final int LONGEST = 2000;

    record In(
            @Describe("A question, or words such as customer address") String text,
            @Describe("Only this catalog, such as lake") Optional<String> catalog,
            @Describe(byDefault = "10", min = 1, max = 50) int limit) {}

    record HitLine(String table, double score, String why, List<String> columns) {
        static HitLine of(Hit hit) {
            return new HitLine(
                    hit.table().toString(),
                    hit.score(),
                    Untrusted.comment(hit.why()),
                    hit.columns().stream().map(Untrusted::comment).toList());
        }

        String text() {
            return Untrusted.line(table) + " " + score + " - " + Untrusted.line(why) + "\n";
        }
    }

    record NotSearched(String catalog, String reason) {
        String text() {
            return "Catalog " + catalog + ": " + reason + "\n";
        }
    }

    record Out(
            @Describe(open = true) List<HitLine> hits,
            int searched,
            @Describe(open = true) List<NotSearched> notSearched) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        NAME,
                        "Search tables",
                        "Find tables of all catalogs by what they hold: names, columns, comments, values, joins."),
                In.class,
                Out.class,
                (in, call) -> answer(in));
    }

    private Answer answer(In in) {
        TableSearch.Found found = search(lakehouse, search, in.text(), in.catalog(), in.limit());
        List<HitLine> lines = found.hits().stream().map(HitLine::of).toList();
        List<NotSearched> lacking = notSearched(lakehouse, found.catalogs());
        int fitting = lines.isEmpty() ? 0 : bounds.fitting(lines, lacking.size() * 300);
        Out out = new Out(lines.subList(0, fitting), found.searched(), lacking);
        return new Answer(out, text(out));
    }

    /** NOT_FOUND for an unknown catalog; the failure of the catalog where it is the only one and gives nothing. */
    static TableSearch.Found search(
            Lakehouse lakehouse, TableSearch search, String text, Optional<String> catalog, int limit) {
        if (text.isBlank() || text.length() > LONGEST) {
            String fault = text.isBlank() ? " is blank" : " has " + text.length() + " characters";
            throw LakeException.invalid("The text to search for" + fault)
                    .hint("Give a question or some words, in at most " + LONGEST + " characters");
        }
        catalog.ifPresent(lakehouse::require);
        TableSearch.Found found = search.search(text, catalog, table -> visible(lakehouse, table), limit);
        List<Coverage> seen = found.catalogs().stream()
                .filter(c -> lakehouse.catalogs().contains(c.catalog()))
                .toList();
        if (seen.size() == 1 && seen.get(0).tables() == 0) {
            seen.get(0).failure().ifPresent(e -> {
                throw lakehouse.whole() ? e : unnamed(e).in(seen.get(0).catalog());
            });
        }
        return new TableSearch.Found(found.hits(), found.searched(), seen);
    }

    private static boolean visible(Lakehouse lakehouse, TableRef table) {
        return lakehouse.catalogs().contains(table.catalog()) && lakehouse.shows(table);
    }

    /** What a catalog says may name what not everybody may know of. */
    private static LakeException unnamed(LakeException failure) {
        return LakeException.of(failure.code(), "The catalog could not be read");
    }

    static List<NotSearched> notSearched(Lakehouse lakehouse, List<Coverage> catalogs) {
        return catalogs.stream()
                .filter(c -> !c.complete())
                .map(c -> new NotSearched(c.catalog(), reason(c, lakehouse.whole())))
                .toList();
    }

    /** Without the names of single tables. */
    private static String reason(Coverage coverage, boolean whole) {
        if (coverage.failure().isPresent()) {
            LakeException failure = coverage.failure().get();
            ToolResult.Problem problem = ToolResult.problem(whole ? failure : unnamed(failure));
            return problem.code() + ": " + problem.message();
        }
        return coverage.unread()
                .map(e -> "Some tables are known by their names only: " + e.code())
                .orElse("It is still being read; repeat the call for more");
    }

    private static String text(Out out) {
        return out.hits().stream().map(HitLine::text).collect(Collectors.joining())
                + (out.hits().isEmpty()
                        ? "No table fits"
                        : Lines.count(out.hits().size(), "table"))
                + "; " + out.searched() + " were searched\n"
                + text(out.notSearched());
    }

    static String text(List<NotSearched> lacking) {
        return lacking.isEmpty()
                ? ""
                : "Not searched:\n" + lacking.stream().map(NotSearched::text).collect(Collectors.joining());
    }
}
