package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What equality deletes compare of a row: a value, or of a struct around one whether it is there at all. Iceberg tells a struct that
 * is NULL from one whose field is.
 */
record EqualityKey(ScanField field, boolean presence) {

    /** The keys for a field at any depth of structs; empty when it is not among them. */
    static Optional<List<EqualityKey>> of(int id, List<ScanField> fields) {
        for (ScanField field : fields) {
            if (field.id() == id) {
                return Optional.of(List.of(new EqualityKey(field, false)));
            }
            Optional<List<EqualityKey>> inside =
                    field.kind().equals("struct") ? of(id, field.children()) : Optional.empty();
            if (inside.isPresent()) {
                List<EqualityKey> keys = new ArrayList<>(List.of(new EqualityKey(field, true)));
                keys.addAll(inside.get());
                return Optional.of(keys);
            }
        }
        return Optional.empty();
    }

    String type() {
        return presence ? "BOOLEAN" : field.type();
    }

    String in(Projection projection) {
        return presence ? projection.present(field) : projection.key(field);
    }
}
