package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpbuffet.engine.bind.JoinedTables.Column;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which column of a table a join compares with a column of another table that can be read before: rows that hold none of its
 * values cannot matter. The statement alone decides, so that nothing depends on how it is planned.
 */
public final class JoinKeys {
    /** A table of fewer rows is sent whole. */
    private static final long WORTH_IT = 1000;

    private final Map<String, List<Key>> candidates = new LinkedHashMap<>();
    private final Map<String, Key> chosen = new HashMap<>();
    private final Map<String, List<Key>> scans = new LinkedHashMap<>();

    /**
     * What rows are narrowed to.
     *
     * @param column of what is narrowed, at the top level
     * @param partner where the values come from
     * @param filtered whether the statement itself narrows the partner
     * @param query a document for the values, over the partner's view
     */
    public record Key(
            TableSource.Pushable narrowed,
            Field column,
            TableSource partner,
            String shown,
            boolean filtered,
            ObjectNode query) {}

    /** For a statement: of tables whose rows other systems send one at most for each, none of which depends on itself. */
    public static JoinKeys of(Bound bound) {
        JoinKeys keys = new JoinKeys();
        if (bound.timeless()) {
            Map<String, TableSource> sources = new HashMap<>();
            bound.sources().forEach(source -> sources.put(source.view(), source));
            keys.visit(bound.tree(), sources);
        }
        keys.choose();
        return keys;
    }

    public Optional<Key> of(TableSource source) {
        return Optional.ofNullable(chosen.get(source.view()));
    }

    /** All that the files of a table could be chosen by, each with a key of a table of files as well. */
    public List<Key> ofScan(String view) {
        return scans.getOrDefault(view, List.of());
    }

    /** What is narrowed by another source comes behind it; others stay in their order before. */
    public List<TableSource> inOrder(List<TableSource> sources) {
        return sources.stream()
                .sorted(Comparator.comparingInt(source -> depth(source.view())))
                .toList();
    }

    private int depth(String view) {
        Key key = chosen.get(view);
        return key == null ? 0 : 1 + depth(key.partner().view());
    }

    private void visit(JsonNode node, Map<String, TableSource> sources) {
        if (Trees.isRef(node, "SELECT_NODE")) {
            JoinedTables.of((ObjectNode) node, sources).ifPresent(this::pairs);
        }
        node.forEach(child -> visit(child, sources));
    }

    private void pairs(JoinedTables tables) {
        for (JoinedTables.Pair pair : tables.pairs()) {
            if (pair.leftNarrows()) {
                candidate(tables, pair.right(), pair.left());
            }
            if (pair.rightNarrows()) {
                candidate(tables, pair.left(), pair.right());
            }
        }
        tables.members().forEach(member -> {
            if (member.column().table().source() instanceof TableSource.Scan) {
                candidate(member.among(), member.column(), member.value());
            }
        });
    }

    private void candidate(JoinedTables tables, Column narrowed, Column by) {
        boolean apart = !narrowed.table().equals(by.table());
        Optional<Field> column = narrowed.field();
        if (!apart || column.isEmpty() || !isExact(column.get().type())) {
            return;
        }
        TableSource source = narrowed.table().source();
        if (source instanceof TableSource.Rows rows && rows.rows().rowCount().orElse(Long.MAX_VALUE) >= WORTH_IT) {
            candidates.computeIfAbsent(rows.view(), view -> new ArrayList<>()).add(key(tables, rows, column.get(), by));
        }
        boolean files = source instanceof TableSource.Scan && by.table().source() instanceof TableSource.Scan;
        if (files && by.field().filter(field -> isAlike(field, column.get())).isPresent()) {
            scans.computeIfAbsent(source.view(), view -> new ArrayList<>())
                    .add(key(tables, (TableSource.Scan) source, column.get(), by));
        }
    }

    private static Key key(JoinedTables tables, TableSource.Pushable narrowed, Field column, Column by) {
        List<JsonNode> conditions = tables.conditions(by.table());
        TableSource partner = by.table().source();
        String name = partner.table().map(pinned -> pinned.table() + ".").orElse("") + by.name();
        return new Key(narrowed, column, partner, name, !conditions.isEmpty(), query(by, conditions));
    }

    /** Whether columns are compared without a conversion, or as numbers. */
    private static boolean isAlike(Field one, Field other) {
        return isExact(one.type())
                && (one.type().equals(other.type()) || (isNumber(one.type()) && isNumber(other.type())));
    }

    private static boolean isNumber(DataType type) {
        return type instanceof DataType.Decimal
                || (type instanceof DataType.Scalar scalar
                        && (scalar.kind() == DataType.Kind.INT || scalar.kind() == DataType.Kind.LONG));
    }

    /** Values of these types are equal only where their texts are the same. */
    private static boolean isExact(DataType type) {
        if (type instanceof DataType.Scalar scalar) {
            return switch (scalar.kind()) {
                case INT, LONG, STRING, DATE -> true;
                default -> false;
            };
        }
        return type instanceof DataType.Decimal;
    }

    private static ObjectNode query(Column by, List<JsonNode> conditions) {
        ObjectNode select = Trees.select(
                by.table().node().deepCopy(),
                List.of(Trees.column(List.of(by.table().alias(), by.name()))));
        if (!conditions.isEmpty()) {
            ObjectNode where = select.putObject("where_clause");
            where.put("class", "CONJUNCTION").put("type", "CONJUNCTION_AND").put("alias", "");
            ArrayNode children = where.putArray("children");
            conditions.forEach(condition -> children.add(condition.deepCopy()));
        }
        return Trees.document(select);
    }

    /** The largest tables first; by what the statement narrows, and by what is here, before what has to be sent too. */
    private void choose() {
        candidates.values().stream()
                .sorted(Comparator.comparingLong(
                        (List<Key> keys) -> -size(keys.get(0).narrowed()).orElse(Long.MAX_VALUE)))
                .forEach(keys -> keys.stream()
                        .filter(this::isSmaller)
                        .filter(key -> !isBehind(key.partner(), key.narrowed().view()))
                        .min(Comparator.comparing((Key key) -> !key.filtered())
                                .thenComparing(key -> key.partner() instanceof TableSource.Rows))
                        .ifPresent(key -> chosen.put(key.narrowed().view(), key)));
    }

    private boolean isSmaller(Key key) {
        if (!(key.partner() instanceof TableSource.Rows partner)) {
            return true;
        }
        Optional<Long> mine = size(key.narrowed());
        Optional<Long> theirs = size(partner);
        boolean known = mine.isPresent() && theirs.isPresent();
        return known ? theirs.get() < mine.get() : key.filtered();
    }

    private static Optional<Long> size(TableSource.Pushable source) {
        return source instanceof TableSource.Rows rows && rows.rows().rowCount().isPresent()
                ? Optional.of(rows.rows().rowCount().getAsLong())
                : Optional.empty();
    }

    /** Whether a source waits, at one remove or more, for the rows of a view. */
    private boolean isBehind(TableSource source, String view) {
        Key key = chosen.get(source.view());
        return source.view().equals(view) || (key != null && isBehind(key.partner(), view));
    }
}
