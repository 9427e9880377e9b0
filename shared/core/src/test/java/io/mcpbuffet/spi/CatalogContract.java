package io.mcpbuffet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.MetadataView;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every catalog does. Each implementation subclasses it once and says in a fixture what its catalog holds. */
public abstract class CatalogContract {
    /** Names to put into a fixture where the source can hold them. */
    public static final List<String> ODD_NAMES = List.of(
            "a.b",
            "Order Lines",
            "quo\"te",
            "ünïcode_表",
            "%2e%2e",
            "semi;colon",
            "single'quote",
            "dash-ed",
            "$dollar",
            "select");

    private static final List<String> UNKNOWN = List.of(
            "no_such_table",
            "..",
            "%2e%2e%2fetc",
            "a/../b",
            "x\"; DROP TABLE y; --",
            "new\nline",
            "*.*",
            "\u202eevil",
            "\u001f");

    /** The same content for every call of one test. */
    protected abstract CatalogFixture fixture();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    public void listsEveryTableOnceWhateverThePageSize(int size) {
        CatalogFixture fixture = fixture();
        List<TableRef> listed = new ArrayList<>();
        for (Namespace namespace : namespaces(fixture)) {
            listed.addAll(all(size, page -> fixture.catalog().tables(namespace, page)).stream()
                    .map(TableEntry::table)
                    .toList());
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(fixture.tables());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    public void listsEveryNamespaceOnceBelowItsParent(int size) {
        CatalogFixture fixture = fixture();
        List<Namespace> found = new ArrayList<>();
        walk(fixture.catalog(), Optional.empty(), size, found);
        assertThat(found).doesNotHaveDuplicates();
        assertThat(found)
                .containsAll(
                        namespaces(fixture).stream().filter(n -> !n.isRoot()).toList());
    }

    @Test
    public void saysNotFoundForAnUnknownNamespace() {
        CatalogFixture fixture = fixture();
        Namespace unknown = Namespace.of("no_such_namespace");
        assertThat(code(() -> fixture.catalog().tables(unknown, PageRequest.first(10))))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(() -> fixture.catalog().namespaces(Optional.of(unknown), PageRequest.first(10))))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    public void saysNotFoundForUnknownTablesWhateverTheirNames() {
        CatalogFixture fixture = fixture();
        Namespace namespace = fixture.tables().iterator().next().namespace();
        for (String name : UNKNOWN) {
            TableRef table = new TableRef(fixture.name(), namespace, name);
            assertThat(code(() -> fixture.catalog().table(table, AsOf.LATEST)))
                    .as(name)
                    .isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
        }
    }

    @Test
    public void saysNotFoundForATableOfAnUnknownNamespace() {
        CatalogFixture fixture = fixture();
        TableRef table = new TableRef(fixture.name(), Namespace.of("no_such_namespace", "..", "a.b"), "t");
        assertThat(code(() -> fixture.catalog().table(table, AsOf.LATEST)))
                .isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
    }

    /** Iceberg's libraries take such names for a table's metadata, which what is decided about the table would not hold for. */
    @Test
    public void saysNotFoundForNamesBelowATable() {
        CatalogFixture fixture = fixture();
        for (TableRef table : fixture.tables()) {
            List<String> levels = new ArrayList<>(table.namespace().levels());
            levels.add(table.name());
            for (String name : List.of("snapshots", "files")) {
                TableRef below = new TableRef(fixture.name(), new Namespace(levels), name);
                assertThat(code(() -> fixture.catalog().table(below, AsOf.LATEST)))
                        .as(below.toString())
                        .isIn(ErrorCode.NOT_FOUND, ErrorCode.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    public void describesEveryTableItLists() {
        CatalogFixture fixture = fixture();
        for (TableRef table : fixture.tables()) {
            assertThat(fixture.catalog().table(table, AsOf.LATEST).table()).isEqualTo(table);
        }
    }

    @Test
    public void describesColumnsInOrderWithTheirTypes() {
        CatalogFixture fixture = fixture();
        assertThat(fixture.columns()).isNotEmpty();
        fixture.columns().forEach((table, columns) -> {
            List<Field> fields = fixture.catalog().table(table, AsOf.LATEST).columns();
            assertThat(fields.stream().map(f -> f.name() + " " + f.type())).containsExactlyElementsOf(columns);
        });
    }

    @Test
    public void refusesThePastWhereThereIsNone() {
        CatalogFixture fixture = fixture();
        assumeTrue(!(fixture.catalog() instanceof Snapshots || fixture.catalog() instanceof RowSource));
        TableRef table = fixture.tables().iterator().next();
        AsOf past = new AsOf.Moment(Instant.parse("2020-01-01T00:00:00Z"), false);
        assertThat(code(() -> fixture.catalog().table(table, past))).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    public void listsSnapshotsNewestFirst(int size) {
        Past past = past();
        List<Snapshot> paged = all(size, p -> past.snapshots().snapshots(past.table(), Snapshots.Filter.ALL, p));
        assertThat(paged).isEqualTo(past.all());
        assertThat(paged).hasSizeGreaterThanOrEqualTo(3);
        assertThat(paged).isSortedAccordingTo((a, b) -> b.committedAt().compareTo(a.committedAt()));
        assertThat(paged.stream().map(Snapshot::id)).doesNotHaveDuplicates();
    }

    @Test
    public void filtersSnapshotsByTimeWithBothEndsIncluded() {
        Past past = past();
        Instant at = past.all().get(1).committedAt();
        var since = new Snapshots.Filter(Optional.empty(), Optional.of(at), Optional.empty());
        var until = new Snapshots.Filter(Optional.empty(), Optional.empty(), Optional.of(at));
        assertThat(past.list(since)).isEqualTo(past.where(s -> !s.committedAt().isBefore(at)));
        assertThat(past.list(until)).isEqualTo(past.where(s -> !s.committedAt().isAfter(at)));
    }

    @Test
    public void filtersSnapshotsByTheLineOfARef() {
        Past past = past();
        var first = new Snapshots.Filter(Optional.of("first"), Optional.empty(), Optional.empty());
        assertThat(past.list(first)).containsExactly(past.oldest());
        var unknown = new Snapshots.Filter(Optional.of("no_such_ref"), Optional.empty(), Optional.empty());
        assertThat(code(() -> past.list(unknown))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    public void resolvesEveryKindOfMoment() {
        Past past = past();
        Snapshot oldest = past.oldest();
        for (Snapshot each : past.all()) {
            assertThat(past.resolve(new AsOf.SnapshotId(each.id())))
                    .map(Snapshot::id)
                    .contains(each.id());
        }
        assertThat(past.resolve(new AsOf.Tag("first"))).map(Snapshot::id).contains(oldest.id());
        assertThat(past.resolve(new AsOf.Branch("main"))).isEqualTo(past.resolve(AsOf.LATEST));
        assertThat(past.resolve(new AsOf.Moment(oldest.committedAt(), false)))
                .map(Snapshot::id)
                .contains(oldest.id());
    }

    @Test
    public void saysWhichMomentsThereAreNot() {
        Past past = past();
        AsOf before = new AsOf.Moment(past.oldest().committedAt().minusSeconds(1), false);
        assertThat(code(() -> past.resolve(before))).isEqualTo(ErrorCode.SNAPSHOT_EXPIRED);
        assertThat(code(() -> past.resolve(new AsOf.SnapshotId(1)))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(() -> past.resolve(new AsOf.Tag("no_such_tag")))).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(code(() -> past.resolve(new AsOf.Branch("no_such_branch")))).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    public void describesThePastWithItsSnapshot() {
        Past past = past();
        AsOf first = new AsOf.SnapshotId(past.oldest().id());
        assertThat(past.catalog().table(past.table(), first).snapshot())
                .map(Snapshot::id)
                .contains(past.oldest().id());
        assertThat(code(() -> past.catalog().table(past.table(), new AsOf.SnapshotId(1))))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    public void showsEveryViewOfMetadataAsRowsThatFitItsColumns() {
        CatalogFixture fixture = fixture();
        assumeTrue(fixture.catalog() instanceof Metadata && fixture.history().isPresent());
        Metadata metadata = (Metadata) fixture.catalog();
        TableRef table = fixture.history().get();
        for (MetadataView view : MetadataView.values()) {
            if (!view.ofTheTable()
                    && code(() -> metadata.inspect(table, view, AsOf.LATEST, PageRequest.first(1)))
                            == ErrorCode.UNSUPPORTED) {
                continue;
            }
            int width = metadata.inspect(table, view, AsOf.LATEST, PageRequest.first(1))
                    .columns()
                    .size();
            List<List<Object>> rows =
                    all(1000, p -> metadata.inspect(table, view, AsOf.LATEST, p).rows());
            assertThat(width).as(view.word()).isPositive();
            assertThat(rows).as(view.word()).allSatisfy(row -> assertThat(row).hasSize(width));
            assertThat(all(1, p -> metadata.inspect(table, view, AsOf.LATEST, p).rows()))
                    .as(view.word())
                    .isEqualTo(rows);
        }
    }

    @Test
    public void answersManyThreadsAtOnce() throws Exception {
        CatalogFixture fixture = fixture();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> describe = () -> {
                fixture.tables().forEach(t -> fixture.catalog().table(t, AsOf.LATEST));
                return true;
            };
            for (Future<Boolean> each : threads.invokeAll(java.util.Collections.nCopies(16, describe))) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void answersAPing() {
        fixture().catalog().ping();
    }

    /** A table with a history, and all of it. */
    private record Past(Catalog catalog, TableRef table, List<Snapshot> all) {
        Snapshots snapshots() {
            return (Snapshots) catalog;
        }

        Snapshot oldest() {
            return all.get(all.size() - 1);
        }

        List<Snapshot> list(Snapshots.Filter filter) {
            return CatalogContract.all(1000, p -> snapshots().snapshots(table, filter, p));
        }

        List<Snapshot> where(java.util.function.Predicate<Snapshot> test) {
            return all.stream().filter(test).toList();
        }

        Optional<Snapshot> resolve(AsOf asOf) {
            return snapshots().resolve(table, asOf);
        }
    }

    private Past past() {
        CatalogFixture fixture = fixture();
        assumeTrue(fixture.catalog() instanceof Snapshots && fixture.history().isPresent());
        TableRef table = fixture.history().get();
        Snapshots snapshots = (Snapshots) fixture.catalog();
        return new Past(fixture.catalog(), table, all(1000, p -> snapshots.snapshots(table, Snapshots.Filter.ALL, p)));
    }

    private static Set<Namespace> namespaces(CatalogFixture fixture) {
        Set<Namespace> out = new HashSet<>();
        fixture.tables().forEach(t -> out.add(t.namespace()));
        return out;
    }

    private static void walk(Catalog catalog, Optional<Namespace> parent, int size, List<Namespace> found) {
        for (NamespaceEntry child : all(size, page -> catalog.namespaces(parent, page))) {
            found.add(child.namespace());
            walk(catalog, Optional.of(child.namespace()), size, found);
        }
    }

    /** All items of all pages; no page may be larger than asked for. */
    protected static <T> List<T> all(int size, Function<PageRequest, Page<T>> pages) {
        List<T> out = new ArrayList<>();
        Page<T> page = pages.apply(PageRequest.first(size));
        for (int guard = 0; guard < 10_000; guard++) {
            assertThat(page.items()).hasSizeLessThanOrEqualTo(size);
            out.addAll(page.items());
            if (page.next().isEmpty()) {
                return out;
            }
            page = pages.apply(new PageRequest(size, page.next()));
        }
        throw new AssertionError("The pages do not end");
    }

    /** The code of the failure; null without one. */
    protected static ErrorCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        LakeException failure = catchThrowableOfType(LakeException.class, call);
        return failure == null ? null : failure.code();
    }
}
