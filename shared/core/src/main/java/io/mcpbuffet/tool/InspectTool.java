package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.Metadata;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.util.List;
import java.util.Optional;

/** The tool that shows the metadata of a table as rows. */
record InspectTool(Lakehouse lakehouse, History history, Cursors cursors, Bounds bounds) {
    private static final String NAME = "inspect";

    record In(
            @Describe("Table, such as lake.sales.orders") String table,
            @Describe("Which metadata") MetadataView view,
            @Describe(LakeTools.MOMENT) Optional<String> asOf,
            @Describe(byDefault = "50", min = 1, max = 1000) int pageSize,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record Out(
            String table,
            MetadataView view,
            @Describe(open = true) List<Lines.Column> columns,
            List<List<Object>> rows,
            Optional<String> snapshotId,
            Optional<String> nextCursor,
            List<String> warnings) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        NAME,
                        "Inspect table metadata",
                        "Metadata of a table as rows: its files, partitions, manifests, refs and so on; grants and policies where the catalog has them. Reads no data."),
                In.class,
                Out.class,
                (in, call) -> inspect(in));
    }

    private Answer inspect(In in) {
        TableRef table = lakehouse.resolve(in.table());
        AsOf asked = history.moment(in.asOf());
        history.require(table, asked);
        PagePosition position = in.cursor()
                .map(c -> PagePosition.read(cursors.open(NAME, in, c), in.pageSize()))
                .orElseGet(() -> PagePosition.first(in.pageSize(), pinned(table, in.view(), asked)));
        AsOf asOf = position.moment().isEmpty() ? asked : new AsOf.SnapshotId(Long.parseLong(position.moment()));
        MetadataPage page = lakehouse.with(table.catalog(), catalog -> {
            if (catalog instanceof Metadata metadata) {
                return metadata.inspect(table, in.view(), asOf, position.request());
            }
            throw LakeException.unsupported("Catalog '" + table.catalog() + "' has no table metadata to show")
                    .hint("Catalogs that have: " + String.join(", ", lakehouse.with(Feature.METADATA)));
        });
        return answer(in, table, asked, position, page);
    }

    private Answer answer(In in, TableRef table, AsOf asked, PagePosition position, MetadataPage metadata) {
        Page<List<Object>> page = metadata.rows();
        List<List<Object>> rows = Statements.cells(position.rest(page));
        int shown = bounds.fitting(rows, 0);
        Optional<String> next = position.after(page, shown).map(p -> cursors.sign(NAME, in, p));
        Out out = new Out(
                table.toString(),
                in.view(),
                metadata.columns().stream()
                        .map(c -> new Lines.Column(c.name(), c.type()))
                        .toList(),
                rows.subList(0, shown),
                position.moment().isEmpty() ? Optional.empty() : Optional.of(position.moment()),
                next,
                History.warnings(asked));
        String text = TextTable.of(metadata.columns(), out.rows()) + Lines.count(shown, "row") + " of the "
                + in.view().word() + " of "
                + Untrusted.line(out.table())
                + out.snapshotId().map(id -> " at snapshot " + id).orElse("") + "\n" + Lines.warnings(out.warnings())
                + Lines.next(next);
        return new Answer(out, text);
    }

    /** Views of one state keep to the snapshot of their first page, whatever is committed meanwhile. */
    private String pinned(TableRef table, MetadataView view, AsOf asked) {
        return switch (view) {
            case FILES, MANIFESTS, PARTITIONS ->
                lakehouse.with(
                        table.catalog(),
                        catalog -> catalog instanceof Snapshots snapshots
                                ? snapshots
                                        .resolve(table, asked)
                                        .map(Snapshot::id)
                                        .map(String::valueOf)
                                        .orElse("")
                                : "");
            case SNAPSHOTS, HISTORY, REFS, PROPERTIES, SCHEMAS, GRANTS, POLICIES -> "";
        };
    }
}
