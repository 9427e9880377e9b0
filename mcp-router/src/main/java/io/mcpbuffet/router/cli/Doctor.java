package io.mcpbuffet.router.cli;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.federation.ListRequest;
import io.mcpbuffet.federation.Listing;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.observe.Logs;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Diagnosable;
import io.mcpbuffet.spi.Diagnosable.Probe;
import io.mcpbuffet.spi.Feature;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Uses each catalog as a client would, step by step, and prints how that went. For one thread. */
final class Doctor {
    /** Tables that are looked through for one that is not a view. */
    private static final int LOOKED_THROUGH = 50;

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final BuffetServer server;
    private final PrintStream out;
    private boolean well = true;

    Doctor(BuffetServer server, PrintStream out) {
        this.server = server;
        this.out = out;
    }

    /** Whether all that was tried has worked. */
    boolean examine(List<CatalogSource> catalogs) {
        if (server.lakehouse().has(Feature.SQL)) {
            out.println("engine");
            step("answer SELECT 1", () -> run("SELECT 1"), rows -> server.engine()
                    .dialect());
        }
        catalogs.forEach(this::examine);
        return well;
    }

    private void examine(CatalogSource source) {
        String catalog = source.name();
        out.println();
        out.println(catalog + " (" + source.provider().kind() + ")");
        Optional<List<Probe>> more = step("connect", () -> connect(catalog), probes -> "");
        if (more.isEmpty()) {
            return;
        }
        for (Probe probe : more.get()) {
            if (step(probe.name(), probe.check(), found -> found).isEmpty()) {
                return;
            }
        }
        step("list tables", () -> table(catalog), found -> found.map(table -> "such as " + table)
                        .orElse("there are none, or none that this identity may see"))
                .flatMap(found -> found)
                .ifPresent(table -> read(table, source.provider().features().contains(Feature.SQL)));
    }

    /** What more can be checked. */
    private List<Probe> connect(String catalog) {
        return server.lakehouse().with(catalog, c -> {
            c.ping();
            return c instanceof Diagnosable more ? more.probes() : List.of();
        });
    }

    /** The first table, or else the first view or external table. */
    private Optional<TableRef> table(String catalog) {
        Listing<TableEntry> listed =
                server.lakehouse().tables(ListRequest.all(LOOKED_THROUGH).in(catalog));
        listed.catalogs().forEach(status -> status.error().ifPresent(e -> {
            throw e;
        }));
        List<TableEntry> entries =
                listed.items().stream().map(Listing.Item::value).toList();
        return entries.stream()
                .filter(e -> e.kind() == TableKind.TABLE)
                .findFirst()
                .or(() -> entries.stream().findFirst())
                .map(TableEntry::table);
    }

    private void read(TableRef table, boolean sql) {
        Optional<TableInfo> info = step(
                "load a table",
                () -> server.lakehouse().with(table.catalog(), c -> c.table(table, AsOf.LATEST)),
                Doctor::size);
        if (info.isPresent() && sql) {
            step("read a row", () -> run("SELECT * FROM " + table + " LIMIT 1"), rows -> rows + " row");
        }
    }

    private static String size(TableInfo info) {
        String columns = info.columns().size() + " columns";
        return info.rowCount().isPresent() ? columns + ", " + info.rowCount().getAsLong() + " rows" : columns;
    }

    private int run(String sql) {
        Query query = new Query(sql, AsOf.LATEST, Optional.empty(), 1, TIMEOUT, Optional.empty());
        return server.engine().run(query, Progress.NONE).page().rows().size();
    }

    /** Prints how the check went and how long it took; empty where it failed. */
    private <T> Optional<T> step(String name, Supplier<T> check, Function<T, String> found) {
        long start = System.nanoTime();
        try {
            T value = check.get();
            line("ok", name, start, Logs.masked(found.apply(value)));
            return Optional.of(value);
        } catch (LakeException e) {
            well = false;
            line("FAIL", name, start, e.code() + ": " + Logs.masked(e.getMessage()));
            if (!e.hint().isEmpty()) {
                out.println(" ".repeat(42) + "To fix: " + Logs.masked(e.hint()));
            }
            return Optional.empty();
        }
    }

    private void line(String how, String name, long start, String found) {
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        out.println(
                "  %-4s  %-22s %7d ms  %s".formatted(how, name, millis, found).stripTrailing());
    }
}
