package io.mcpbuffet.federation;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Glob;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.spi.Catalog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Goes depth first through the namespaces of a catalog, a page at a time, and can stop and go on at any item. For use by one thread at
 * a time.
 */
final class Walk {
    /** Deeper namespaces than any catalog has: a catalog that answers every question with one more child is not followed for ever. */
    private static final int MAX_DEPTH = 32;

    private final Catalog catalog;
    private final String name;
    private final boolean wantsTables;
    private final int pageSize;
    private final Optional<Glob> pattern;
    private final Deque<Frame> stack = new ArrayDeque<>();

    private Walk(Catalog catalog, String name, boolean wantsTables, int pageSize, Optional<Glob> pattern) {
        this.catalog = catalog;
        this.name = name;
        this.wantsTables = wantsTables;
        this.pageSize = pageSize;
        this.pattern = pattern;
    }

    /** A listing under way, with the page it is in once that was asked for. */
    private static final class Frame {
        final boolean tables;
        final Namespace namespace;
        String cursor;
        int index;
        Page<?> page;

        Frame(Position.Frame from) {
            tables = from.tables();
            namespace = from.namespace();
            cursor = from.cursor();
            index = from.index();
        }

        Position.Frame position() {
            return new Position.Frame(tables, namespace, cursor, index);
        }
    }

    /** @param pattern what the catalog may leave out of the tables; the walk itself leaves nothing out */
    static Walk from(Position start, Catalog catalog, boolean wantsTables, int pageSize, Optional<Glob> pattern) {
        Walk walk = new Walk(catalog, start.catalog(), wantsTables, pageSize, pattern);
        start.frames().forEach(f -> walk.stack.push(new Frame(f)));
        return walk;
    }

    /** All tables below a namespace, its own first. */
    static Position tablesBelow(String catalog, Namespace top) {
        return new Position(catalog, List.of(frame(false, top), frame(true, top)));
    }

    /** The tables of one namespace only. */
    static Position tablesIn(String catalog, Namespace namespace) {
        return new Position(catalog, List.of(frame(true, namespace)));
    }

    static Position namespacesBelow(String catalog, Namespace top) {
        return new Position(catalog, List.of(frame(false, top)));
    }

    private static Position.Frame frame(boolean tables, Namespace namespace) {
        return new Position.Frame(tables, namespace, "", 0);
    }

    /** Where the walk stands: behind the item that was given last. */
    Position position() {
        List<Position.Frame> frames = new ArrayList<>();
        for (Iterator<Frame> up = stack.descendingIterator(); up.hasNext(); ) {
            frames.add(up.next().position());
        }
        return new Position(name, frames);
    }

    /**
     * The next item: a {@link TableEntry}, or a {@link NamespaceEntry} where namespaces are walked. Empty with an empty position at the
     * end; empty before it after a step that gave none.
     */
    Optional<Object> step() {
        Frame top = stack.peek();
        if (top == null) {
            return Optional.empty();
        }
        if (top.page == null) {
            top.page = fetch(top);
        }
        if (top.index < top.page.items().size()) {
            return item(top, top.page.items().get(top.index++));
        }
        Optional<String> next = top.page.next().filter(c -> !c.isEmpty());
        if (next.isPresent() && !next.get().equals(top.cursor)) {
            top.cursor = next.get();
            top.index = 0;
            top.page = null;
        } else {
            stack.pop();
        }
        return Optional.empty();
    }

    /** Leaves out the listing that the last step failed at. */
    void skip() {
        stack.pop();
    }

    boolean done() {
        return stack.isEmpty();
    }

    private Optional<Object> item(Frame from, Object item) {
        if (from.tables) {
            return Optional.of(item);
        }
        Namespace child = ((NamespaceEntry) item).namespace();
        if (child.levels().size() < MAX_DEPTH) {
            stack.push(new Frame(frame(false, child)));
        }
        if (!wantsTables) {
            return Optional.of(item);
        }
        stack.push(new Frame(frame(true, child)));
        return Optional.empty();
    }

    private Page<?> fetch(Frame frame) {
        PageRequest request = new PageRequest(
                pageSize,
                frame.cursor.isEmpty() ? Optional.empty() : Optional.of(frame.cursor),
                frame.tables ? pattern : Optional.empty());
        try {
            return frame.tables
                    ? catalog.tables(frame.namespace, request)
                    : catalog.namespaces(
                            frame.namespace.isRoot() ? Optional.empty() : Optional.of(frame.namespace), request);
        } catch (LakeException e) {
            // Below another listing an unknown namespace was dropped meanwhile; the root of most catalogs is none.
            boolean root = frame.namespace.isRoot() && e.code() == ErrorCode.INVALID_ARGUMENT;
            boolean below = stack.size() > 1 || frame.namespace.isRoot();
            if (root || (below && e.code() == ErrorCode.NOT_FOUND)) {
                return Page.last(List.of());
            }
            throw e;
        }
    }
}
