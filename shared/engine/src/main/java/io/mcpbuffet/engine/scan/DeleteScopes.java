package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which delete files apply to which data files, as numbers to compare in a join: a delete applies when the scopes are equal and its
 * sequence number is higher. Files that share deletes form a scope (in effect a partition) when sequence numbers alone tell
 * the deletes of each apart; otherwise all files with the same deletes form one, and a delete is in several scopes.
 */
final class DeleteScopes {
    /** A delete file in a scope. */
    record Entry(int delete, int scope, long sequenceNumber) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<ScanFile, Integer> scopes = new HashMap<>();
    private final Map<ScanFile, Long> sequenceNumbers = new HashMap<>();
    private final Map<Integer, Long> first = new HashMap<>();
    private int count;

    private DeleteScopes() {}

    /**
     * Scopes of deletes.
     *
     * @param deletes of each data file, those of one kind
     * @param sequenceNumbers of each delete
     */
    static DeleteScopes of(Map<ScanFile, Set<Integer>> deletes, Map<Integer, Long> sequenceNumbers) {
        DeleteScopes scopes = new DeleteScopes();
        for (Set<ScanFile> component : components(deletes)) {
            Set<Integer> all = new LinkedHashSet<>();
            component.forEach(file -> all.addAll(deletes.get(file)));
            if (component.stream().allMatch(file -> bySequence(file, deletes.get(file), all, sequenceNumbers))) {
                scopes.bySequence(component, all, sequenceNumbers);
            } else {
                scopes.bySet(component, deletes);
            }
        }
        return scopes;
    }

    List<Entry> entries() {
        return entries;
    }

    int scope(ScanFile file) {
        return scopes.get(file);
    }

    long sequenceNumber(ScanFile file) {
        return sequenceNumbers.get(file);
    }

    /** Whether all deletes of the file's scope apply to it, so that sequence numbers need not be compared. */
    boolean isBeforeAll(ScanFile file) {
        return sequenceNumber(file) < first.get(scope(file));
    }

    private void add(Entry entry) {
        entries.add(entry);
        first.merge(entry.scope(), entry.sequenceNumber(), Long::min);
    }

    private static boolean bySequence(
            ScanFile file, Set<Integer> own, Set<Integer> all, Map<Integer, Long> sequenceNumbers) {
        return all.stream()
                .allMatch(delete -> own.contains(delete) == sequenceNumbers.get(delete) > file.sequenceNumber());
    }

    private void bySequence(Set<ScanFile> files, Set<Integer> deletes, Map<Integer, Long> numbers) {
        int scope = count++;
        for (ScanFile file : files) {
            scopes.put(file, scope);
            sequenceNumbers.put(file, file.sequenceNumber());
        }
        deletes.forEach(delete -> add(new Entry(delete, scope, numbers.get(delete))));
    }

    private void bySet(Set<ScanFile> files, Map<ScanFile, Set<Integer>> deletes) {
        Map<Set<Integer>, Integer> numbers = new LinkedHashMap<>();
        for (ScanFile file : files) {
            Integer scope = numbers.get(deletes.get(file));
            if (scope == null) {
                scope = count++;
                numbers.put(deletes.get(file), scope);
            }
            scopes.put(file, scope);
            sequenceNumbers.put(file, 0L);
        }
        numbers.forEach((set, scope) -> set.forEach(delete -> add(new Entry(delete, scope, 1))));
    }

    /** Files that are linked by deletes in common. */
    private static List<Set<ScanFile>> components(Map<ScanFile, Set<Integer>> deletes) {
        Map<Integer, Integer> parents = new HashMap<>();
        for (Set<Integer> linked : deletes.values()) {
            int first = find(parents, linked.iterator().next());
            linked.forEach(delete -> parents.put(find(parents, delete), first));
        }
        Map<Integer, Set<ScanFile>> components = new LinkedHashMap<>();
        deletes.forEach((file, linked) -> components
                .computeIfAbsent(find(parents, linked.iterator().next()), root -> new LinkedHashSet<>())
                .add(file));
        return List.copyOf(components.values());
    }

    private static int find(Map<Integer, Integer> parents, int start) {
        int at = start;
        while (parents.getOrDefault(at, at) != at) {
            int parent = parents.get(at);
            parents.put(at, parents.getOrDefault(parent, parent));
            at = parent;
        }
        return at;
    }
}
