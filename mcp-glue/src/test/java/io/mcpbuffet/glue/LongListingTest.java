package io.mcpbuffet.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.spi.Catalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of ten thousand tables. Prints how long the first page takes, and what the whole of it takes in memory. */
class LongListingTest {
    private static final int TABLES = 10_000;
    private static final Namespace DATABASE = Namespace.of("big");

    private static GlueLake lake;
    private static Catalog catalog;

    @BeforeAll
    static void open(@TempDir Path directory) {
        lake = GlueLake.start(directory);
        lake.glue().store().pages(0);
        lake.glue().store().database(GlueStore.ACCOUNT, "{\"Name\": \"big\"}");
        for (int i = 0; i < TABLES; i++) {
            String name = "table_%05d".formatted(i);
            lake.external(
                    "big",
                    GlueLake.external(name, "id bigint; name string", "day date", "s3://lake/big", GlueLake.PARQUET));
        }
        catalog = lake.open();
    }

    @AfterAll
    static void close() {
        catalog.close();
        lake.close();
    }

    @Test
    void showsTheFirstPageSoonAndHoldsNoMoreThanAPage() {
        List<Long> ours = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            catalog.tables(DATABASE, PageRequest.first(50));
            ours.add(System.nanoTime() - start);
        }
        long before = used();
        long most = before;
        Set<String> names = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<TableEntry> page = catalog.tables(DATABASE, new PageRequest(50, cursor));
            page.items().forEach(entry -> names.add(entry.table().name()));
            cursor = page.next();
            if (names.size() % 1000 == 0) {
                most = Math.max(most, used());
            }
        } while (cursor.isPresent());
        long growth = (most - before) >> 20;
        System.out.println("first page of 10,000 tables: "
                + Duration.ofNanos(ours.get(0)).toMillis() + " ms the first time, the stand-in's own answer included");
        System.out.println("result: glue-first-page " + median(ours) / 1_000_000.0 + " ms (aim 300)");
        System.out.println("result: glue-listing-memory " + growth + " MB (aim 64)");
        assertThat(names).hasSize(TABLES);
        assertThat(growth).isLessThan(64);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
