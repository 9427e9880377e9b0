package io.mcpbuffet.glue;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.Partition;
import io.mcpbuffet.iceberg.VisibleProperties;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Glue knows of an external table or a view, as rows: its versions, partitions and parameters. */
record GlueMetadata(GlueService glue) {

    /** UNSUPPORTED for views of metadata that only Iceberg tables have. */
    MetadataPage page(TableRef ref, GlueTable table, MetadataView view, PageRequest page) {
        return switch (view) {
            case HISTORY -> rows(versions(table, page).map(GlueMetadata::history), "version", "updated_at", "columns");
            case SCHEMAS -> rows(versions(table, page).map(GlueMetadata::schema), "version", "columns");
            case PROPERTIES ->
                rows(
                        page.slice(VisibleProperties.of(table.parameters()).entrySet().stream()
                                .<List<Object>>map(entry -> List.of(entry.getKey(), entry.getValue()))
                                .toList()),
                        "key",
                        "value");
            case PARTITIONS ->
                rows(
                        new Chunks<Partition>(
                                        "the partitions of " + ref,
                                        List.of((token, max) -> glue.partitions(table, Optional.empty(), token)))
                                .page(page)
                                .map(partition -> List.of(named(table, partition), partition.location())),
                        "partition",
                        "location");
            case SNAPSHOTS, REFS, MANIFESTS, FILES ->
                throw LakeException.unsupported(ref + " is no Iceberg table, so it has no " + view.word())
                        .hint("Ask for history, schemas, partitions or properties");
            case GRANTS, POLICIES ->
                throw LakeException.unsupported("Glue tells of no " + view.word() + " of " + ref)
                        .hint("Who may read a table is said by IAM and Lake Formation");
        };
    }

    private Page<TableVersion> versions(GlueTable table, PageRequest page) {
        return new Chunks<TableVersion>(
                        "the versions of table '" + table.name() + "'",
                        List.of((token, max) -> glue.versions(table, token, max)))
                .page(page);
    }

    private static List<Object> history(TableVersion version) {
        return Arrays.asList(
                version.id(),
                version.table().updated().map(Object::toString).orElse(null),
                Integer.toString(version.table().columns().size()));
    }

    private static List<Object> schema(TableVersion version) {
        return List.of(
                version.id(),
                Stream.concat(version.table().columns().stream(), version.table().partitionKeys().stream())
                        .map(column -> column.name() + " " + column.type())
                        .collect(Collectors.joining(", ")));
    }

    /** {@code year=2026/month=03}. */
    private static String named(GlueTable table, Partition partition) {
        List<HiveColumn> keys = table.partitionKeys();
        return Stream.iterate(
                        0, at -> at < Math.min(keys.size(), partition.values().size()), at -> at + 1)
                .map(at -> keys.get(at).name() + "=" + partition.values().get(at))
                .collect(Collectors.joining("/"));
    }

    private static MetadataPage rows(Page<List<Object>> rows, String... columns) {
        return new MetadataPage(
                Arrays.stream(columns)
                        .map(name -> new ResultColumn(name, name.endsWith("_at") ? "timestamptz" : "string"))
                        .toList(),
                rows);
    }
}
