package io.mcpbuffet.polaris;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.iceberg.VisibleProperties;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.polaris.rest.PolarisObjects;
import io.mcpbuffet.polaris.rest.PolarisObjects.GenericTable;
import io.mcpbuffet.spi.Metadata.MetadataPage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tables of other formats that a Polaris keeps by name, format and place: Delta, Hudi and the like. They are shown, not read. */
record GenericTables(PolarisObjects objects, Names names) {
    /** What Iceberg has under a name or, where it has nothing, a table of another format. */
    <T> T or(TableRef ref, Supplier<T> iceberg, Function<GenericTable, T> other) {
        try {
            return iceberg.get();
        } catch (LakeException e) {
            if (e.code() != ErrorCode.NOT_FOUND || !objects.hasTables()) {
                throw e;
            }
            GenericTable found =
                    objects.table(names.iceberg(ref.namespace()), ref.name()).orElseThrow(() -> e);
            return other.apply(found);
        }
    }

    /** What Iceberg has under a name; UNSUPPORTED where that is a table of another format. */
    <T> T only(TableRef ref, Supplier<T> iceberg) {
        return or(ref, iceberg, found -> {
            throw unread(ref, found);
        });
    }

    /** The format is said only by {@code describe}: a listing of the server has names alone. */
    static TableEntry entry(TableRef ref) {
        return new TableEntry(ref, TableKind.EXTERNAL, Optional.empty(), Optional.empty());
    }

    static TableInfo info(TableRef ref, GenericTable table, AsOf asOf) {
        requireLatest(ref, table, asOf);
        return new TableInfo(
                ref,
                TableKind.EXTERNAL,
                Optional.of(format(table)),
                table.location(),
                table.comment(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                VisibleProperties.of(table.properties()),
                List.of("It cannot be queried here: " + why(table) + ". Its columns are not known to Polaris"));
    }

    static void requireLatest(TableRef ref, GenericTable table, AsOf asOf) {
        if (!(asOf instanceof AsOf.Latest)) {
            throw LakeException.unsupported(ref + " is a table of the format " + format(table)
                            + ", whose past states are not known here")
                    .hint("Leave as_of out; describe tells the format of a table");
        }
    }

    static MetadataPage metadata(TableRef ref, GenericTable table, MetadataView view, PageRequest page) {
        if (view != MetadataView.PROPERTIES) {
            throw LakeException.unsupported(ref + " is no Iceberg table, so it has no " + view.word())
                    .hint("Ask for properties, grants or policies");
        }
        List<List<Object>> rows = VisibleProperties.of(table.properties()).entrySet().stream()
                .map(each -> List.<Object>of(each.getKey(), each.getValue()))
                .toList();
        return new MetadataPage(
                List.of(new ResultColumn("key", "string"), new ResultColumn("value", "string")), page.slice(rows));
    }

    private static LakeException unread(TableRef ref, GenericTable table) {
        return LakeException.unsupported(ref + " cannot be read here: " + why(table))
                .hint("describe shows where it lies");
    }

    private static String why(GenericTable table) {
        return "Polaris keeps only the name, the format (" + format(table) + ") and the place of it";
    }

    private static String format(GenericTable table) {
        return table.format().toLowerCase(Locale.ROOT);
    }
}
