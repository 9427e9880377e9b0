package io.mcpbuffet.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.search.TableSearch.Found;
import io.mcpbuffet.search.TableSearch.Settings;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import io.mcpbuffet.tool.FakeLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TableSearchTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final FakeCatalog shop = new FakeCatalog("shop")
            .with("sales.orders", table("customer_id", "ordered_at"))
            .with("sales.customers", table("id", "email"));
    private final ReadCatalog read = new ReadCatalog(shop);
    private final Lakehouse lakehouse = FakeLake.of(FakeLake.source("shop", FakeProvider.of(read)));
    private final List<TableSearch> open = new ArrayList<>();

    private static FakeTable table(String... columns) {
        List<Field> fields = Stream.of(columns)
                .map(c -> FakeTable.field(1, c, new DataType.Scalar(DataType.Kind.STRING)))
                .toList();
        return FakeTable.plain().columns(fields);
    }

    private TableSearch search(Settings settings, Optional<Embedder.Provider> embedder, Clock clock) {
        TableSearch search = TableSearch.of(lakehouse, settings, embedder, clock);
        open.add(search);
        return search;
    }

    private TableSearch search() {
        return search(settings(LONG), Optional.empty(), Clock.systemUTC());
    }

    private Settings settings(Duration patience) {
        return new Settings(Optional.of(directory), 16 << 20, patience, Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        read.gate.countDown();
        open.forEach(TableSearch::close);
    }

    private static Found find(TableSearch search, String text) {
        return search.search(text, Optional.empty(), t -> true, 10);
    }

    private static List<String> names(Found found) {
        return found.hits().stream().map(h -> h.table().toString()).toList();
    }

    /** Searches until it is as wanted, within the time of the test. */
    private static Found until(TableSearch search, String text, java.util.function.Predicate<Found> wanted) {
        Found found = find(search, text);
        while (!wanted.test(found)) {
            assertThat(Thread.interrupted()).as("too late: %s", found).isFalse();
            Thread.onSpinWait();
            found = find(search, text);
        }
        return found;
    }

    /** Waits until nothing is read and written any more, which goes on after a search was answered. */
    private static void settle(TableSearch search) {
        while (!search.settled()) {
            assertThat(Thread.interrupted()).as("too late").isFalse();
            Thread.onSpinWait();
        }
    }

    private void settleAndClose() {
        open.forEach(TableSearchTest::settle);
        close();
        open.clear();
    }

    private static boolean complete(Found found) {
        return found.catalogs().stream().allMatch(Coverage::complete);
    }

    @Test
    void readsNothingBeforeTheFirstSearchAndAllForIt() {
        TableSearch search = search();
        assertThat(read.read).isEmpty();
        Found found = find(search, "email of customers");
        assertThat(names(found)).first().isEqualTo("shop.sales.customers");
        assertThat(found.hits().get(0).columns()).containsExactly("email");
        assertThat(found.searched()).isEqualTo(2);
        assertThat(complete(found)).isTrue();
        assertThat(read.read).containsExactlyInAnyOrder("orders", "customers");
    }

    @Test
    void answersWithTheNamesWhileColumnsAreRead() {
        read.gate = new CountDownLatch(1);
        TableSearch search = search(settings(Duration.ZERO), Optional.empty(), Clock.systemUTC());
        Found early = until(
                search,
                "customers",
                f -> !f.hits().isEmpty() && f.catalogs().get(0).tables() == 2);
        assertThat(names(early)).first().isEqualTo("shop.sales.customers");
        Coverage coverage = early.catalogs().get(0);
        assertThat(coverage.reading()).isTrue();
        assertThat(coverage.tables()).isEqualTo(2);
        assertThat(coverage.whole()).isZero();
        assertThat(find(search, "email").hits()).isEmpty();
        read.gate.countDown();
        assertThat(names(until(search, "email", TableSearchTest::complete)))
                .first()
                .isEqualTo("shop.sales.customers");
    }

    @Test
    void aCatalogThatHangsHoldsUpTheFirstSearchesAlone() {
        read.gate = new CountDownLatch(1);
        Duration patience = Duration.ofSeconds(2);
        TableSearch search = search(settings(patience), Optional.empty(), Clock.systemUTC());
        long start = System.nanoTime();
        find(search, "orders");
        for (int i = 0; i < 20; i++) {
            find(search, "orders");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("each by itself would wait as long")
                .isBetween(patience, Duration.ofSeconds(20));
    }

    @Test
    void readsOnlyWhatMayHaveChangedWhenItStartsAgain() {
        assertThat(complete(find(search(), "orders"))).isTrue();
        settleAndClose();
        read.read.clear();
        shop.with("sales.refunds", table("reason"));
        Found found = find(search(), "email and reason");
        assertThat(names(found)).contains("shop.sales.customers", "shop.sales.refunds");
        assertThat(read.read).containsExactly("refunds");
        settleAndClose();
        read.read.clear();
        read.version = Optional.of("2");
        find(search(), "orders");
        assertThat(read.read).containsExactlyInAnyOrder("orders", "customers", "refunds");
    }

    @Test
    void keepsWhatIsKnownWhereItIsClosedWhileItReads() {
        read.gate = new CountDownLatch(1);
        TableSearch search = search(settings(Duration.ZERO), Optional.empty(), Clock.systemUTC());
        until(search, "customers", f -> f.catalogs().get(0).tables() == 2);
        search.close();
        while (files().isEmpty()) {
            assertThat(Thread.interrupted()).as("too late").isFalse();
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsRememberedIsFoundOnlyWhereTheCatalogStillListsIt() {
        find(search(), "orders");
        settleAndClose();
        Lakehouse other = FakeLake.of(
                FakeLake.source("shop", FakeProvider.of(new FakeCatalog("shop").with("sales.orders", table("x")))));
        TableSearch search = TableSearch.of(other, settings(LONG), Optional.empty(), Clock.systemUTC());
        open.add(search);
        assertThat(names(find(search, "customers"))).doesNotContain("shop.sales.customers");
    }

    @Test
    void aDamagedFileIsReadAgainFromTheCatalog() throws IOException {
        find(search(), "orders");
        settleAndClose();
        byte[] bytes = Files.readAllBytes(files().get(0));
        for (int at : List.of(0, 5, bytes.length / 3, bytes.length - 1)) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x55;
            Files.write(files().get(0), damaged);
            assertThat(names(find(search(), "email"))).first().isEqualTo("shop.sales.customers");
            settleAndClose();
        }
        Files.write(files().get(0), new byte[0]);
        assertThat(names(find(search(), "email"))).first().isEqualTo("shop.sales.customers");
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(f -> f.toString().endsWith(".tables")).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void severalAtOnceShareTheDirectory() {
        List<TableSearch> many = IntStream.range(0, 8).mapToObj(i -> search()).toList();
        many.parallelStream()
                .forEach(s -> assertThat(names(find(s, "email"))).first().isEqualTo("shop.sales.customers"));
        settleAndClose();
        assertThat(files()).hasSize(1);
        read.read.clear();
        assertThat(names(find(search(), "email"))).first().isEqualTo("shop.sales.customers");
        assertThat(read.read).isEmpty();
    }

    private static Clock clock(Instant[] now) {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now[0];
            }
        };
    }

    @Test
    void tablesThatAreGoneAreForgottenAndNewOnesFound() {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        Clock clock = clock(now);
        TableSearch search = search(settings(LONG), Optional.empty(), clock);
        assertThat(names(find(search, "refund reasons"))).isEmpty();
        shop.with("sales.refunds", table("reason"));
        assertThat(names(find(search, "refund reasons"))).isEmpty();
        now[0] = now[0].plus(Duration.ofMinutes(2));
        Found found = until(search, "refund reasons", f -> !f.hits().isEmpty());
        assertThat(names(found)).first().isEqualTo("shop.sales.refunds");
    }

    @Test
    void asksForVersionsAsOftenAsTheirCatalogWishesAndDescribesWhatChanged() {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        Clock clock = clock(now);
        read.believed = Duration.ofMinutes(10);
        TableSearch search = search(settings(LONG), Optional.empty(), clock);
        find(search, "orders");
        assertThat(read.read).containsExactlyInAnyOrder("orders", "customers");
        assertThat(read.asked).hasSize(2);
        for (int minutes : List.of(2, 13, 15)) {
            now[0] = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(minutes));
            shop.with("sales.added" + minutes, table("added" + minutes));
            String added = "shop.sales.added" + minutes;
            until(search, "added" + minutes, f -> names(f).contains(added) && complete(f));
        }
        assertThat(read.read)
                .as("those that are new")
                .containsExactlyInAnyOrder("orders", "customers", "added2", "added13", "added15");
        assertThat(read.asked.stream().filter("orders"::equals)).hasSize(2);
    }

    @Test
    void whatFollowsFromOneReadingIsDoneBeforeTheNext() {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        FakeEmbedder model = new FakeEmbedder();
        model.gate = new CountDownLatch(1);
        TableSearch search = search(settings(LONG), Optional.of(model), clock(now));
        for (int i = 0; i < 5; i++) {
            find(search, "orders");
            now[0] = now[0].plus(Duration.ofMinutes(2));
        }
        model.gate.countDown();
        shop.with("sales.later", table("late"));
        until(search, "later", f -> names(f).contains("shop.sales.later") && complete(f));
    }

    @Test
    void saysWhichCatalogWasNotSearchedAndWhy() {
        read.down = Optional.of(LakeException.unavailable("The host is down", null));
        Lakehouse two = FakeLake.of(
                FakeLake.source("shop", FakeProvider.of(read)),
                FakeLake.source("lake", FakeProvider.of(FakeLake.lake())));
        TableSearch search = TableSearch.of(two, settings(LONG), Optional.empty(), Clock.systemUTC());
        open.add(search);
        Found found = find(search, "orders");
        assertThat(names(found)).first().isEqualTo("lake.sales.orders");
        assertThat(found.catalogs().get(0).failure().orElseThrow().code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(found.catalogs().get(1).complete()).isTrue();
        assertThat(search.search("orders", Optional.of("lake"), t -> true, 5).catalogs())
                .hasSize(1);
    }

    @Test
    void aTableThatMayNotBeReadIsStillFoundByItsName() {
        read.refusal = t -> t.name().equals("orders")
                ? Optional.of(LakeException.of(ErrorCode.PERMISSION_DENIED, "Not for you"))
                : Optional.empty();
        Found found = find(search(), "orders");
        assertThat(names(found)).first().isEqualTo("shop.sales.orders");
        assertThat(found.catalogs().get(0).whole()).isEqualTo(1);
        assertThat(found.catalogs().get(0).unread().orElseThrow().code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    }

    @Test
    void staysWithinItsBoundAndSaysSo() {
        IntStream.range(0, 1000).forEach(i -> shop.with("many.t" + word(i), table("c" + word(i))));
        Settings small = new Settings(Optional.of(directory), 100_000, LONG, Duration.ofMinutes(1));
        Found found = find(search(small, Optional.empty(), Clock.systemUTC()), "orders");
        Coverage coverage = found.catalogs().get(0);
        assertThat(coverage.failure().orElseThrow().code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(coverage.tables()).isBetween(100, 999);
        assertThat(found.searched()).isEqualTo(coverage.tables());
    }

    private static String word(int i) {
        return Integer.toString(i, 36).replaceAll("\\d", "x").toLowerCase(Locale.ROOT)
                + Integer.toString(i, 2).replace('0', 'a').replace('1', 'b');
    }

    @Test
    void vectorsFollowTheWords() {
        FakeEmbedder model = new FakeEmbedder();
        TableSearch search = search(settings(LONG), Optional.of(model), Clock.systemUTC());
        assertThat(names(find(search, "email"))).first().isEqualTo("shop.sales.customers");
        until(search, "lettersofpeople", f -> names(f).contains("shop.sales.customers"));
        assertThat(model.texts).contains("sales customers: id, email");
    }

    @Test
    void aModelThatFailsLeavesTheWords() {
        TableSearch search = search(
                settings(LONG),
                Optional.of(new Embedder.Provider() {
                    @Override
                    public String model() {
                        return "broken";
                    }

                    @Override
                    public Embedder open() {
                        throw new UnsatisfiedLinkError("no such library");
                    }
                }),
                Clock.systemUTC());
        assertThat(names(find(search, "email"))).first().isEqualTo("shop.sales.customers");
        assertThat(names(find(search, "email"))).first().isEqualTo("shop.sales.customers");
    }

    @Test
    void vectorsOfAnotherModelAreNotTaken() {
        FakeEmbedder first = new FakeEmbedder();
        TableSearch one = search(settings(LONG), Optional.of(first), Clock.systemUTC());
        find(one, "email");
        until(one, "lettersofpeople", f -> !f.hits().isEmpty());
        settle(one);
        one.close();
        FakeEmbedder same = new FakeEmbedder();
        TableSearch two = search(settings(LONG), Optional.of(same), Clock.systemUTC());
        until(two, "lettersofpeople", f -> !f.hits().isEmpty());
        assertThat(same.texts).containsOnly("lettersofpeople");
        two.close();
        FakeEmbedder other = new FakeEmbedder("other");
        TableSearch three = search(settings(LONG), Optional.of(other), Clock.systemUTC());
        until(three, "lettersofpeople", f -> !f.hits().isEmpty());
        assertThat(other.texts).contains("sales customers: id, email");
    }

    @Test
    void findsTablesByTheirValuesWhereThatIsAllowed() {
        AtomicInteger reads = new AtomicInteger();
        Sampler sampler = text -> {
            reads.incrementAndGet();
            return Map.of(text.columns().get(1).name(), List.of("Timbuktu"));
        };
        for (String allowed : List.of("false", "true")) {
            CatalogSource source = new CatalogSource("shop", FakeProvider.of(read), Map.of("sample-values", allowed));
            TableSearch search =
                    TableSearch.of(FakeLake.of(source), settings(LONG), Optional.empty(), sampler, Clock.systemUTC());
            open.add(search);
            find(search, "email");
            if (allowed.equals("true")) {
                Found found = until(search, "timbuktu", f -> f.hits().size() == 2);
                assertThat(found.hits().get(0).columns()).hasSize(1);
                assertThat(reads).hasValue(2);
            } else {
                assertThat(find(search, "timbuktu").hits()).isEmpty();
                assertThat(reads).hasValue(0);
            }
        }
    }
}
