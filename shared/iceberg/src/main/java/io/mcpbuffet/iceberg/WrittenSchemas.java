package io.mcpbuffet.iceberg;

import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** The schema that a table had when a file was added to it, as long as the snapshot that added it is kept. */
final class WrittenSchemas {
    private final Map<Long, Schema> bySequence = new HashMap<>();

    WrittenSchemas(Table table) {
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.schemaId() != null && snapshot.sequenceNumber() > 0) {
                bySequence.put(snapshot.sequenceNumber(), table.schemas().get(snapshot.schemaId()));
            }
        }
    }

    /** Whether a file is known to be older than a field, so that all of its rows hold the initial default. */
    boolean lacks(DataFile file, int field) {
        Schema schema = file.fileSequenceNumber() == null ? null : bySequence.get(file.fileSequenceNumber());
        return schema != null && schema.findField(field) == null;
    }
}
