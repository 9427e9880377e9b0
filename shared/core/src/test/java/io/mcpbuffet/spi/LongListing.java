package io.mcpbuffet.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lists a namespace of very many tables to its end. Prints how long the first page takes beyond the server's own answer, and how far
 * the heap grows.
 *
 * @param kind of catalog, for what is printed
 * @param bare asks the server for as much, without a catalog
 */
public record LongListing(String kind, Catalog catalog, Namespace namespace, int tables, Runnable bare) {
    private static final int PAGE = 50;
    private static final int MAX_GROWTH = 64;

    /** Fails where a table is missing, or the heap grows as far as if all were held. */
    public void check() {
        List<Long> ours = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            theirs.add(nanos(bare));
            ours.add(nanos(() -> catalog.tables(namespace, PageRequest.first(PAGE))));
        }
        System.out.println("first page of " + tables + " tables: " + ours.get(0) / 1_000_000
                + " ms the first time, median " + median(ours) / 1_000 + " us, of a bare request "
                + median(theirs) / 1_000 + " us");
        System.out.println("result: " + kind + "-first-page " + Math.max(0, median(ours) - median(theirs)) / 1_000_000.0
                + " ms (aim 300)");
        long growth = growth();
        System.out.println("result: " + kind + "-listing-memory " + growth + " MB (aim " + MAX_GROWTH + ")");
        assertThat(growth).isLessThan(MAX_GROWTH);
    }

    private long growth() {
        long before = used();
        long most = before;
        Set<String> names = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<TableEntry> page = catalog.tables(namespace, new PageRequest(PAGE, cursor));
            page.items().forEach(entry -> names.add(entry.table().name()));
            cursor = page.next();
            if (names.size() % 1000 == 0) {
                most = Math.max(most, used());
            }
        } while (cursor.isPresent());
        assertThat(names).hasSize(tables);
        return (most - before) >> 20;
    }

    private static long nanos(Runnable timed) {
        long start = System.nanoTime();
        timed.run();
        return System.nanoTime() - start;
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
