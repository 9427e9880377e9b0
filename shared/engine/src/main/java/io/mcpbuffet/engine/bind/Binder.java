package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.guard.Guard;
import io.mcpbuffet.engine.guard.SourceText;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.engine.scan.RowMetadata;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Tables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses and guards a statement, finds and pins its tables, and gives every table in it a name of our own. Safe for many threads. */
public final class Binder {
    private final Worker worker;
    private final Tables tables;
    private final TableLookup lookup;
    private final LocalViews localViews;
    private final AtClause atClause;
    private final Clock clock;

    public Binder(Worker worker, Tables tables, Clock clock) {
        this.worker = worker;
        this.tables = tables;
        this.lookup = new TableLookup(tables);
        this.localViews = new LocalViews(worker, tables, lookup);
        this.atClause = new AtClause(worker, clock);
        this.clock = clock;
    }

    /**
     * The statement with its tables found and pinned.
     *
     * @param asOf the moment of every table without one of its own
     */
    public Bound bind(String sql, AsOf asOf, Duration timeout) {
        StatementText text = StatementText.of(sql);
        Pins pins = new Pins(lookup, atClause, asOf, new SystemTables(tables), new FreshNames(sql));
        ObjectNode statement = tree(text.source(), timeout, pins, List.of(), Views.TOP);
        boolean timeless = PinnedNow.write(statement, clock.instant());
        ObjectNode document = Trees.object();
        document.put("error", false).putArray("statements").add(statement);
        return new Bound(document, pins.sources(), text.explain(), timeless, pins.warnings());
    }

    /** The tables that a statement names, without those of views, and without our own listings. Throws as {@link #bind}. */
    public Set<TableRef> tables(String sql, Duration timeout) {
        SourceText source = StatementText.of(sql).source();
        ObjectNode statement = Guard.check(worker.parse(source.text(), timeout), source);
        Set<TableRef> found = new LinkedHashSet<>();
        for (Reference reference : TableNames.in(statement, source, new FreshNames(sql))) {
            found.add(
                    SystemTables.has(reference.path())
                            ? SystemTables.ref(reference.path())
                            : lookup.resolve(List.of(reference.path()), source.at(reference.node())));
        }
        return found;
    }

    private ObjectNode tree(SourceText source, Duration timeout, Pins pins, List<TableRef> inside, Views.Home home) {
        ObjectNode statement = Guard.check(worker.parse(source.text(), timeout), source);
        ShowStatements.rewrite(statement, source);
        QuotedFields.rewrite(statement);
        List<Reference> references = TableNames.in(statement, source, pins.fresh());
        pins.count(references.size());
        Map<Reference, TableRef> resolved = new LinkedHashMap<>();
        List<Runnable> views = new ArrayList<>();
        for (Reference reference : references) {
            if (SystemTables.has(reference.path())) {
                resolved.put(reference, SystemTables.ref(reference.path()));
                continue;
            }
            TableRef table = lookup.resolve(home.candidates(reference.path()), source.at(reference.node()));
            localViews.check(table, timeout);
            resolved.put(reference, table);
        }
        ColumnPrefixes.rewrite(statement, resolved, source);
        List<RowMetadata> metadata = ShownColumns.named(statement);
        IdentityHashMap<ObjectNode, TableSource> sources = new IdentityHashMap<>();
        resolved.forEach((reference, table) -> {
            Pins.Target target = SystemTables.has(reference.path())
                    ? pins.listing(reference, SystemTables.Wanted.beside(reference, statement))
                    : pins.pin(reference, table, metadata);
            if (target.view() == null) {
                sources.put(reference.node(), target.source());
                Trees.setPath(reference.node(), List.of(target.source().view()));
                reference.node().putNull("at_clause");
            } else {
                views.add(() -> Views.expand(
                        reference, table, target, inside, (text, at, chain) -> tree(text, timeout, pins, chain, at)));
            }
        });
        ShownColumns.rewrite(statement, sources, source);
        views.forEach(Runnable::run);
        return statement;
    }
}
