package io.mcpbuffet.glue;

import io.mcpbuffet.glue.GlueTable.Target;
import io.mcpbuffet.glue.GlueTable.ViewText;
import io.mcpbuffet.glue.external.HiveColumn;
import io.mcpbuffet.glue.external.Partition;
import io.mcpbuffet.glue.external.Storage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.glue.model.Catalog;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ColumnStatistics;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsData;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DateColumnStatisticsData;
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
        String name = statistics.columnName();
        if (data.longColumnStatisticsData() != null) {
            var of = data.longColumnStatisticsData();
            return of(name, of.minimumValue(), of.maximumValue(), of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.doubleColumnStatisticsData() != null) {
            var of = data.doubleColumnStatisticsData();
            return of(name, of.minimumValue(), of.maximumValue(), of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.decimalColumnStatisticsData() != null) {
            var of = data.decimalColumnStatisticsData();
            return of(
                    name,
                    decimal(of.minimumValue()),
                    decimal(of.maximumValue()),
                    of.numberOfNulls(),
                    of.numberOfDistinctValues());
        }
        if (data.dateColumnStatisticsData() != null) {
            return date(name, data.dateColumnStatisticsData());
        }
        if (data.stringColumnStatisticsData() != null) {
            var of = data.stringColumnStatisticsData();
            return of(name, null, null, of.numberOfNulls(), of.numberOfDistinctValues());
        }
        if (data.booleanColumnStatisticsData() != null) {
            return of(name, null, null, data.booleanColumnStatisticsData().numberOfNulls(), null);
        }
        Long nulls = data.binaryColumnStatisticsData() == null
                ? null
                : data.binaryColumnStatisticsData().numberOfNulls();
        return of(name, null, null, nulls, null);
    }

    private static ColumnStatistic date(String name, DateColumnStatisticsData of) {
        return of(
                name,
                of.minimumValue() == null ? null : LocalDate.ofInstant(of.minimumValue(), ZoneOffset.UTC),
                of.maximumValue() == null ? null : LocalDate.ofInstant(of.maximumValue(), ZoneOffset.UTC),
                of.numberOfNulls(),
                of.numberOfDistinctValues());
    }

    private static BigDecimal decimal(DecimalNumber number) {
        return number == null
                ? null
                : new BigDecimal(new BigInteger(number.unscaledValue().asByteArray()), number.scale());
    }

    private static ColumnStatistic of(String name, Object min, Object max, Long nulls, Long distinct) {
        return new ColumnStatistic(
                name,
                Optional.ofNullable(min).map(String::valueOf),
                Optional.ofNullable(max).map(String::valueOf),
                nulls == null ? OptionalLong.empty() : OptionalLong.of(nulls),
                distinct == null ? OptionalLong.empty() : OptionalLong.of(distinct));
    }

    private static Optional<String> text(String text) {
        return Optional.ofNullable(text).filter(s -> !s.isBlank());
    }
}
