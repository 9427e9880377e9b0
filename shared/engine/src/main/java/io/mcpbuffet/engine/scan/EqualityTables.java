package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A table of the keys of equality deletes for each set of equality fields, (scope, seq, k0, k1, ...), and the joins that apply them. */
final class EqualityTables {
    private record KeyTable(String name, List<EqualityKey> keys, DeleteScopes scopes) {}

    private final Map<List<Integer>, KeyTable> tables = new LinkedHashMap<>();
    private final ScanRelation relation;

    private EqualityTables(ScanRelation relation) {
        this.relation = relation;
    }

    static EqualityTables create(
            Connection connection, ScanRelation relation, Map<String, List<PhysicalColumn>> schemas)
            throws SQLException {
        EqualityTables created = new EqualityTables(relation);
        Map<List<Integer>, Map<ScanFile, Set<Integer>>> sets = new LinkedHashMap<>();
        for (ScanFile file : relation.files()) {
            for (int index : file.deletes()) {
                ScanDelete delete = relation.deletes().get(index);
                if (!PositionTables.byPosition(delete)) {
                    sets.computeIfAbsent(set(delete), ids -> new LinkedHashMap<>())
                            .computeIfAbsent(file, any -> new LinkedHashSet<>())
                            .add(index);
                }
            }
        }
        for (Map.Entry<List<Integer>, Map<ScanFile, Set<Integer>>> entry : sets.entrySet()) {
            created.create(connection, entry.getKey(), entry.getValue(), schemas);
        }
        return created;
    }

    /** The field ids of a delete in an order of their own, so that equal sets are equal lists. */
    static List<Integer> set(ScanDelete delete) {
        return delete.fieldIds().stream().distinct().sorted().toList();
    }

    private void create(
            Connection connection,
            List<Integer> ids,
            Map<ScanFile, Set<Integer>> applying,
            Map<String, List<PhysicalColumn>> schemas)
            throws SQLException {
        Map<Integer, Long> numbers = new HashMap<>();
        applying.values()
                .forEach(set -> set.forEach(index ->
                        numbers.put(index, relation.deletes().get(index).sequenceNumber())));
        String name = relation.view() + "$e" + tables.size();
        KeyTable table = new KeyTable(name, keys(ids), DeleteScopes.of(applying, numbers));
        tables.put(ids, table);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + Sql.name(name) + "(scope INTEGER, seq BIGINT, " + columns(table) + ")");
            for (DeleteSource source : DeleteSource.of(relation.deletes(), numbers.keySet(), schemas)) {
                statement.execute(insert(table, source));
            }
        }
    }

    private static String columns(KeyTable table) {
        List<String> columns = new ArrayList<>();
        for (EqualityKey key : table.keys()) {
            columns.add("k" + columns.size() + " " + key.type());
        }
        return String.join(", ", columns);
    }

    /** Of a key that was deleted several times in a scope the last deletion counts. */
    private static String insert(KeyTable table, DeleteSource source) {
        Map<Integer, Integer> places = new HashMap<>();
        source.indexes().forEach(index -> places.put(index, places.size()));
        String applies = table.scopes().entries().stream()
                .filter(entry -> places.containsKey(entry.delete()))
                .map(entry ->
                        "(" + places.get(entry.delete()) + ", " + entry.scope() + ", " + entry.sequenceNumber() + ")")
                .collect(Collectors.joining(", "));
        String keys =
                table.keys().stream().map(key -> key.in(source.projection())).collect(Collectors.joining(", "));
        return "INSERT INTO " + Sql.name(table.name()) + " SELECT a.scope, max(a.seq), " + keys + " FROM "
                + source.table() + " JOIN (VALUES " + applies
                + ") a(delete_index, scope, seq) ON a.delete_index = t.file_index GROUP BY ALL";
    }

    /** The joins that a group needs. */
    String joins(FileGroup group) {
        StringBuilder joins = new StringBuilder();
        for (List<Integer> ids : group.shape().equality()) {
            KeyTable table = tables.get(ids);
            String alias = "e" + joins.length();
            joins.append(" ANTI JOIN ")
                    .append(Sql.name(table.name()))
                    .append(' ')
                    .append(alias);
            joins.append(" ON ").append(alias).append(".scope = ");
            joins.append(group.perFile(
                    "INTEGER", file -> Integer.toString(table.scopes().scope(file))));
            for (int i = 0; i < table.keys().size(); i++) {
                joins.append(" AND ").append(alias).append(".k").append(i).append(" IS NOT DISTINCT FROM ");
                joins.append(table.keys().get(i).in(group.projection()));
            }
            if (!group.files().stream().allMatch(table.scopes()::isBeforeAll)) {
                joins.append(" AND ").append(alias).append(".seq > ");
                joins.append(group.perFile(
                        "BIGINT", file -> Long.toString(table.scopes().sequenceNumber(file))));
            }
        }
        return joins.toString();
    }

    private List<EqualityKey> keys(List<Integer> ids) {
        return ids.stream()
                .flatMap(id -> EqualityKey.of(id, relation.fields())
                        .or(() -> EqualityKey.of(id, relation.hidden()))
                        .orElseThrow(() -> LakeException.of(
                                ErrorCode.INTERNAL,
                                "The plan lacks the field " + id + " that an equality delete compares"))
                        .stream())
                .distinct()
                .toList();
    }
}
