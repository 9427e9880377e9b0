package io.mcpbuffet.search;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.Versions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A catalog that counts what is read of it, and can hold readers up or refuse them. */
final class ReadCatalog implements Catalog, Versions {
    private final FakeCatalog tables;
    final List<String> read = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    volatile Duration believed = Duration.ZERO;
    volatile CountDownLatch gate = new CountDownLatch(0);
    volatile Function<TableRef, Optional<LakeException>> refusal = table -> Optional.empty();
    volatile Optional<LakeException> down = Optional.empty();
    volatile Optional<String> version = Optional.of("1");

    ReadCatalog(FakeCatalog tables) {
        this.tables = tables;
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        down.ifPresent(e -> {
            throw e;
        });
        return tables.namespaces(parent, page);
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return tables.tables(namespace, page);
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refusal.apply(table).ifPresent(e -> {
            throw e;
        });
        read.add(table.name());
        return tables.table(table, asOf);
    }

    @Override
    public Optional<String> version(TableRef table) {
        asked.add(table.name());
        return version;
    }

    @Override
    public Duration believed() {
        return believed;
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
