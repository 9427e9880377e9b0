package io.mcpbuffet.glue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.glue.aws.ConfiguredCredentials;
import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetCatalogsResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.GetTableVersionsResponse;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;

/** The reading calls of the Glue API. Failures are told in our terms. Safe for use by many threads. */
final class GlueService implements AutoCloseable {
    private static final int MAX_TABLES = 100;
    private static final int MAX_PARTITIONS = 1000;
    private static final int MAX_COLUMNS = 100;

    private final GlueClient client;
    private final GlueErrors errors;

    GlueService(GlueClient client, GlueErrors errors) {
        this.client = client;
        this.errors = errors;
    }

    /** Once more with another session of the role where one has ended before its time. */
    private <T> T call(Object about, Supplier<T> call) {
        try {
            return errors.translating(about, call);
        } catch (LakeException e) {
            if (e.code() == ErrorCode.AUTH_EXPIRED && ConfiguredCredentials.renewSessions()) {
                return errors.translating(about, call);
            }
            throw e;
        }
    }

    Chunk<GlueDatabase> databases(Optional<String> catalogId, Optional<String> token, int max) {
        GetDatabasesResponse answer = call(
                "the databases" + catalogId.map(id -> " of catalog " + id).orElse(""),
                () -> client.getDatabases(request -> request.catalogId(catalogId.orElse(null))
                        .nextToken(token.orElse(null))
                        .maxResults(Math.min(max, MAX_TABLES))));
        return new Chunk<>(
                answer.databaseList().stream().map(GlueModel::database).toList(),
                Optional.ofNullable(answer.nextToken()));
    }

    /** Catalogs inside of one, at every depth. */
    Chunk<DataCatalog> catalogs(Optional<String> parent, Optional<String> token) {
        GetCatalogsResponse answer = call(
                "the catalogs inside the Data Catalog",
                () -> client.getCatalogs(request -> request.parentCatalogId(parent.orElse(null))
                        .recursive(true)
                        .includeRoot(false)
                        .nextToken(token.orElse(null))));
        return new Chunk<>(
                answer.catalogList().stream().map(GlueModel::catalog).toList(),
                Optional.ofNullable(answer.nextToken()));
    }

    /** NOT_FOUND where there is no such database. */
    GlueDatabase database(DatabaseName name) {
        return GlueModel.database(call(name, () -> client.getDatabase(request ->
                        request.catalogId(name.catalogId().orElse(null)).name(name.name()))
                .database()));
    }

    Chunk<GlueTable> tables(DatabaseName database, Optional<String> token, int max) {
        GetTablesResponse answer = call(
                database,
                () -> client.getTables(
                        request -> request.catalogId(database.catalogId().orElse(null))
                                .databaseName(database.name())
                                .nextToken(token.orElse(null))
                                .maxResults(Math.min(max, MAX_TABLES))));
        return new Chunk<>(
                answer.tableList().stream()
                        .map(table -> GlueModel.table(database, table))
                        .toList(),
                Optional.ofNullable(answer.nextToken()));
    }

    /** NOT_FOUND where there is no such table or database. */
    GlueTable table(DatabaseName database, String name) {
        return GlueModel.table(database, call("table '" + name + "' of " + database, () -> client.getTable(
                        request -> request.catalogId(database.catalogId().orElse(null))
                                .databaseName(database.name())
                                .name(name))
                .table()));
    }

    /** @param expression Glue's own condition on partition keys; empty for all */
    Chunk<Partition> partitions(GlueTable table, Optional<String> expression, Optional<String> token) {
        GetPartitionsResponse answer = call(
                "the partitions of table '" + table.name() + "' of " + table.database(),
                () -> client.getPartitions(request -> request.catalogId(
                                table.database().catalogId().orElse(null))
                        .databaseName(table.database().name())
                        .tableName(table.name())
                        .expression(expression.orElse(null))
                        .excludeColumnSchema(true)
                        .nextToken(token.orElse(null))
                        .maxResults(MAX_PARTITIONS)));
        return new Chunk<>(
                answer.partitions().stream().map(GlueModel::partition).toList(),
                Optional.ofNullable(answer.nextToken()));
    }

    Chunk<TableVersion> versions(GlueTable table, Optional<String> token, int max) {
        GetTableVersionsResponse answer = call(
                "the versions of table '" + table.name() + "' of " + table.database(),
                () -> client.getTableVersions(request -> request.catalogId(
                                table.database().catalogId().orElse(null))
                        .databaseName(table.database().name())
                        .tableName(table.name())
                        .nextToken(token.orElse(null))
                        .maxResults(Math.min(max, MAX_TABLES))));
        return new Chunk<>(
                answer.tableVersions().stream()
                        .map(version -> new TableVersion(
                                version.versionId(), GlueModel.table(table.database(), version.table())))
                        .toList(),
                Optional.ofNullable(answer.nextToken()));
    }

    /** Those that there are, for the first 500 columns. */
    List<ColumnStatistic> statistics(GlueTable table, List<HiveColumn> columns) {
        List<String> names =
                columns.stream().map(HiveColumn::name).limit(5 * MAX_COLUMNS).toList();
        List<ColumnStatistic> found = new ArrayList<>();
        for (int from = 0; from < names.size(); from += MAX_COLUMNS) {
            List<String> some = names.subList(from, Math.min(from + MAX_COLUMNS, names.size()));
            GetColumnStatisticsForTableRequest request = GetColumnStatisticsForTableRequest.builder()
                    .catalogId(table.database().catalogId().orElse(null))
                    .databaseName(table.database().name())
                    .tableName(table.name())
                    .columnNames(some)
                    .build();
            call(
                            "the statistics of table '" + table.name() + "' of " + table.database(),
                            () -> client.getColumnStatisticsForTable(request).columnStatisticsList())
                    .forEach(statistics -> found.add(GlueModel.statistic(statistics)));
        }
        return found;
    }

    @Override
    public void close() {
        client.close();
    }
}
