package io.mcpbuffet.spi;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import java.util.Optional;

/**
 * Knows which tables exist. Safe for use by many threads. What more it can do is told by further interfaces: {@link Snapshots},
 * {@link Metadata}, {@link Scannable}, {@link LocalTables}, {@link Views}, {@link SqlEngine}, {@link Diagnosable}.
 */
public interface Catalog extends AutoCloseable {
    /** The namespaces directly below a parent, or the top ones; sorted as the source sorts. NOT_FOUND for an unknown parent. */
    Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page);

    /** Tables and views directly in a namespace, sorted as the source sorts. NOT_FOUND for an unknown namespace. */
    Page<TableEntry> tables(Namespace namespace, PageRequest page);

    /** NOT_FOUND when there is no such table; UNSUPPORTED for a past moment where tables have no history. */
    TableInfo table(TableRef table, AsOf asOf);

    /** Cheaply checks that the source answers; throws what is wrong. */
    void ping();

    @Override
    void close();
}
