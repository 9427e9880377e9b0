package io.mcpbuffet.tool;

import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.CatalogStatus;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.federation.ListRequest;
import io.mcpbuffet.federation.Listing;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.tool.Lines.CatalogState;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tools that list what there is. */
record ListingTools(Lakehouse lakehouse, String dialect, Cursors cursors, Bounds bounds) {
    private static final String NAMESPACES = "list_namespaces";
    private static final String TABLES = "list_tables";

    record Nothing() {}

    record NamespacesOf(
            @Describe("Only this catalog, such as lake") Optional<String> catalog,
            @Describe("Only what is below this namespace, such as lake.sales") Optional<String> parent,
            @Describe("Glob, such as sales*") Optional<String> pattern,
            @Describe(byDefault = "50", min = 1, max = 1000) int pageSize,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record TablesOf(
            @Describe("Only this catalog, such as lake") Optional<String> catalog,
            @Describe("Only this namespace, such as lake.sales") Optional<String> namespace,
            @Describe("Glob for the name, such as order*") Optional<String> pattern,
            @Describe(byDefault = "50", min = 1, max = 1000) int pageSize,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record CatalogLine(
            String catalog,
            String kind,
            @Describe("up, degraded or down") String status,
            Optional<String> error,
            List<String> features,
            @Describe("SQL dialect of query") String dialect,
            boolean readOnly) {
        String text() {
            return catalog + " (" + kind + ") " + status + "; features: " + String.join(", ", features)
                    + "; SQL dialect "
                    + dialect + "; " + (readOnly ? "read-only" : "writable")
                    + error.map(e -> "; " + e).orElse("");
        }
    }

    record Catalogs(@Describe(open = true) List<CatalogLine> catalogs) {}

    record NamespaceLine(String namespace, Optional<String> comment) {
        static NamespaceLine of(NamespaceEntry entry) {
            return new NamespaceLine(
                    entry.namespace().toString(), entry.comment().map(Untrusted::comment));
        }

        String text() {
            return Untrusted.line(namespace)
                    + comment.map(c -> " - " + Untrusted.line(c)).orElse("");
        }
    }

    record Namespaces(
            @Describe(open = true) List<NamespaceLine> namespaces,
            Optional<String> nextCursor,
            @Describe(open = true) List<CatalogState> catalogs) {}

    record TableLine(String table, String kind, Optional<String> format, Optional<String> comment) {
        static TableLine of(TableEntry entry) {
            return new TableLine(
                    entry.table().toString(),
                    entry.kind().word(),
                    entry.format().map(Untrusted::comment),
                    entry.comment().map(Untrusted::comment));
        }

        String text() {
            return Untrusted.line(table) + " " + kind
                    + format.map(f -> " " + Untrusted.line(f)).orElse("")
                    + comment.map(c -> " - " + Untrusted.line(c)).orElse("");
        }
    }

    record Tables(
            @Describe(open = true) List<TableLine> tables,
            Optional<String> nextCursor,
            @Describe(open = true) List<CatalogState> catalogs) {}

    List<Tool> tools() {
        return List.of(
                ReadTool.of(
                        new About(
                                "list_catalogs",
                                "List catalogs",
                                "The configured catalogs: whether each answers, what it can do, and the SQL dialect for query."),
                        Nothing.class,
                        Catalogs.class,
                        (in, call) -> catalogs()),
                ReadTool.of(
                        new About(NAMESPACES, "List namespaces", "Namespaces of all catalogs or one, at every depth."),
                        NamespacesOf.class,
                        Namespaces.class,
                        (in, call) -> namespaces(in)),
                ReadTool.of(
                        new About(
                                TABLES,
                                "List tables",
                                "Tables and views of all catalogs, one catalog or one namespace, by full name. Use describe for their columns."),
                        TablesOf.class,
                        Tables.class,
                        (in, call) -> tables(in)));
    }

    private Answer catalogs() {
        List<CatalogStatus> states = lakehouse.status();
        List<CatalogSource> sources = lakehouse.sources();
        List<CatalogLine> lines = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            lines.add(line(sources.get(i), CatalogState.of(states.get(i))));
        }
        String text = lines.stream().map(l -> l.text() + "\n").collect(Collectors.joining());
        return new Answer(new Catalogs(lines), lines.isEmpty() ? "No catalog is configured\n" : text);
    }

    private CatalogLine line(CatalogSource source, CatalogState state) {
        List<String> features = source.provider().features().stream()
                .sorted()
                .map(Feature::word)
                .toList();
        return new CatalogLine(
                source.name(),
                source.provider().kind(),
                state.status(),
                state.error(),
                features,
                source.provider().dialect().orElse(dialect),
                true);
    }

    private Answer namespaces(NamespacesOf in) {
        var position = in.cursor().map(c -> cursors.open(NAMESPACES, in, c));
        Listing<NamespaceEntry> page =
                lakehouse.namespaces(new ListRequest(in.catalog(), in.parent(), in.pattern(), in.pageSize(), position));
        Cut<NamespaceLine> cut = cut(page, NamespaceLine::of);
        Optional<String> next = cut.position().map(p -> cursors.sign(NAMESPACES, in, p));
        Namespaces result = new Namespaces(cut.lines(), next, states(page));
        String text = cut.lines().stream().map(l -> l.text() + "\n").collect(Collectors.joining());
        return new Answer(
                result,
                text + cut.lines().size() + " namespaces\n" + CatalogState.text(states(page)) + Lines.next(next));
    }

    private Answer tables(TablesOf in) {
        var position = in.cursor().map(c -> cursors.open(TABLES, in, c));
        Listing<TableEntry> page =
                lakehouse.tables(new ListRequest(in.catalog(), in.namespace(), in.pattern(), in.pageSize(), position));
        Cut<TableLine> cut = cut(page, TableLine::of);
        Optional<String> next = cut.position().map(p -> cursors.sign(TABLES, in, p));
        Tables result = new Tables(cut.lines(), next, states(page));
        String text = cut.lines().stream().map(l -> l.text() + "\n").collect(Collectors.joining());
        return new Answer(
                result, text + cut.lines().size() + " tables\n" + CatalogState.text(states(page)) + Lines.next(next));
    }

    private static List<CatalogState> states(Listing<?> page) {
        return page.catalogs().stream().map(CatalogState::of).toList();
    }

    /** The lines that fit, and where the next page begins. */
    private record Cut<L>(List<L> lines, Optional<String> position) {}

    private <T, L> Cut<L> cut(Listing<T> page, Function<T, L> line) {
        List<L> lines = page.items().stream().map(i -> line.apply(i.value())).toList();
        int fitting = bounds.fitting(lines, page.catalogs().size() * 300);
        if (fitting < lines.size()) {
            String position = page.items().get(fitting - 1).position();
            return new Cut<>(lines.subList(0, fitting), Optional.of(position));
        }
        return new Cut<>(lines, page.more() ? Optional.of(page.position()) : Optional.empty());
    }
}
