package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanDelete;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delete files that one {@code read_parquet} reads, with the index of each in its relation. */
record DeleteSource(List<PhysicalColumn> columns, List<Integer> indexes, List<String> paths) {

    static List<DeleteSource> of(
            List<ScanDelete> deletes, Iterable<Integer> wanted, Map<String, List<PhysicalColumn>> schemas) {
        Map<List<PhysicalColumn>, DeleteSource> sources = new LinkedHashMap<>();
        for (int index : wanted) {
            String path = deletes.get(index).path();
            DeleteSource source = sources.computeIfAbsent(
                    schemas.get(path), columns -> new DeleteSource(columns, new ArrayList<>(), new ArrayList<>()));
            source.indexes().add(index);
            source.paths().add(path);
        }
        return List.copyOf(sources.values());
    }

    String table() {
        return FileGroup.source(paths, columns.size());
    }

    Projection projection() {
        return new Projection(columns, field -> Optional.empty());
    }
}
