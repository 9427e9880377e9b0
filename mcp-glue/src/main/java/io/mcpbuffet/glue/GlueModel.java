package io.mcpbuffet.glue;

import io.mcpbuffet.glue.GlueTable.Target;
import io.mcpbuffet.glue.GlueTable.ViewText;
import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.Partition;
import io.mcpbuffet.glue.external.Storage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Catalog;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DecimalNumber;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** What Glue answers, as our values. */
final class GlueModel {
    private GlueModel() {}

    static GlueDatabase database(Database database) {
        return new GlueDatabase(
                database.name(), text(database.description()), text(database.locationUri()), database.parameters());
    }

    /** Its path stands in the ARN: {@code arn:aws:glue:eu-west-1:111122223333:catalog/s3tablescatalog/bucket}. */
    static DataCatalog catalog(Catalog catalog) {
        String arn = catalog.resourceArn() == null ? "" : catalog.resourceArn();
        int at = arn.indexOf(":catalog/");
        String path = at < 0 ? catalog.name() : arn.substring(at + ":catalog/".length());
        return new DataCatalog(List.of(path.split("/")), text(catalog.catalogId()), text(catalog.description()));
    }

    static GlueTable table(DatabaseName database, Table table) {
        StorageDescriptor storage = table.storageDescriptor();
        return new GlueTable(
                database,
                table.name(),
                text(table.tableType()),
                text(table.description()),
                text(table.owner()),
                table.parameters(),
                Optional.ofNullable(storage).map(GlueModel::storage),
                storage == null ? List.of() : columns(storage.columns()),
                columns(table.partitionKeys()),
                viewTexts(table),
                text(table.versionId()),
                Optional.ofNullable(table.updateTime()),
                Boolean.TRUE.equals(table.isRegisteredWithLakeFormation()),
                target(database, table));
    }

    private static Optional<Target> target(DatabaseName database, Table table) {
        return Optional.ofNullable(table.targetTable())
                .map(target -> new Target(
                        new DatabaseName(text(target.catalogId()).or(database::catalogId), target.databaseName()),
                        target.name()));
    }

    private static List<ViewText> viewTexts(Table table) {
        List<ViewText> texts = new ArrayList<>();
        if (table.viewDefinition() != null) {
            table.viewDefinition().representations().forEach(each -> text(each.viewOriginalText())
                    .ifPresent(sql -> texts.add(new ViewText(text(each.dialectAsString()), sql))));
        }
        text(table.viewOriginalText()).ifPresent(sql -> texts.add(new ViewText(Optional.empty(), sql)));
        return texts;
    }

    private static List<HiveColumn> columns(List<Column> columns) {
        return columns.stream()
                .map(c -> new HiveColumn(c.name(), c.type() == null ? "string" : c.type(), text(c.comment())))
                .toList();
    }

    private static Storage storage(StorageDescriptor storage) {
        SerDeInfo serde = storage.serdeInfo();
        return new Storage(
                text(storage.location()),
                text(storage.inputFormat()).orElse(""),
                serde == null ? "" : text(serde.serializationLibrary()).orElse(""),
                serde == null ? Map.of() : serde.parameters(),
                storage.parameters());
    }

    static Partition partition(software.amazon.awssdk.services.glue.model.Partition partition) {
        Optional<Storage> storage =
                Optional.ofNullable(partition.storageDescriptor()).map(GlueModel::storage);
        return new Partition(
                partition.values(), storage.flatMap(Storage::location).orElse(""), storage);
    }

    static ColumnStatistic statistic(ColumnStatistics statistics) {
        ColumnStatisticsData data = statistics.statisticsData();
        if (data.longColumnStatisticsData() != null) {
            var of = data.longColumnStatisticsData();
            return of(
                    statistics, of.minimumValue(), of.maximumValue(), of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.doubleColumnStatisticsData() != null) {
            var of = data.doubleColumnStatisticsData();
            return of(
                    statistics, of.minimumValue(), of.maximumValue(), of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.decimalColumnStatisticsData() != null) {
            var of = data.decimalColumnStatisticsData();
            Object min = decimal(of.minimumValue());
            return of(statistics, min, decimal(of.maximumValue()), of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.dateColumnStatisticsData() != null) {
            var of = data.dateColumnStatisticsData();
            Object min = date(of.minimumValue());
            return of(statistics, min, date(of.maximumValue()), of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.stringColumnStatisticsData() != null) {
            var of = data.stringColumnStatisticsData();
            return of(statistics, null, null, of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.booleanColumnStatisticsData() != null) {
            return of(statistics, null, null, data.booleanColumnStatisticsData().numberOfNulls(), null);
        }
        Long nulls = data.binaryColumnStatisticsData() == null
                ? null
                : data.binaryColumnStatisticsData().numberOfNulls();
        return of(statistics, null, null, nulls, null);
    }

    private static String date(Instant midnight) {
        return midnight == null
                ? null
                : LocalDate.ofInstant(midnight, ZoneOffset.UTC).toString();
    }

    private static String decimal(DecimalNumber number) {
        return number == null
                ? null
                : new BigDecimal(new BigInteger(number.unscaledValue().asByteArray()), number.scale()).toPlainString();
    }

    private static ColumnStatistic of(ColumnStatistics of, Object min, Object max, Long nulls, Long distinct) {
        return new ColumnStatistic(
                of.columnName(),
                Optional.ofNullable(min),
                Optional.ofNullable(max),
                Optional.ofNullable(nulls),
                Optional.ofNullable(distinct),
                Optional.ofNullable(of.analyzedTime()));
    }

    private static Optional<String> text(String text) {
        return Optional.ofNullable(text).filter(s -> !s.isBlank());
    }
}
