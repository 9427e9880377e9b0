package io.mcpbuffet.tool;

import io.mcpbuffet.federation.CatalogStatus;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The parts that the results of several tools share. */
final class Lines {
    private Lines() {}

    /** Such as "1 row" or "2 rows". */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    record Column(String name, String type) {}

    record TableRead(String table, Optional<String> snapshotId, Optional<Instant> committedAt) {
        static TableRead of(PinnedTable pinned) {
            return new TableRead(pinned.table().toString(), id(pinned.snapshotId()), pinned.committedAt());
        }

        String text() {
            return Untrusted.line(table)
                    + snapshotId.map(id -> " at snapshot " + id).orElse("")
                    + committedAt.map(at -> " of " + at).orElse("");
        }
    }

    record CatalogState(String catalog, @Describe("up, degraded or down") String status, Optional<String> error) {
        static CatalogState of(CatalogStatus status) {
            return new CatalogState(
                    status.catalog(), status.state().word(), status.error().map(e -> {
                        ToolResult.Problem problem = ToolResult.problem(e);
                        return problem.code() + ": " + problem.message();
                    }));
        }

        /** Nothing for a catalog that is up. */
        static String text(List<CatalogState> states) {
            return states.stream()
                    .filter(s -> s.error().isPresent())
                    .map(s -> "Catalog " + s.catalog() + " is " + s.status() + ", so this is incomplete: "
                            + s.error().get() + "\n")
                    .collect(Collectors.joining());
        }
    }

    record SnapshotLine(
            String snapshotId,
            Optional<String> parentId,
            Instant committedAt,
            String operation,
            OptionalLong addedRows,
            OptionalLong deletedRows,
            OptionalLong totalRows,
            OptionalLong addedFiles,
            OptionalInt schemaId,
            List<String> refs) {
        static SnapshotLine of(Snapshot s) {
            return new SnapshotLine(
                    Long.toString(s.id()),
                    id(s.parentId()),
                    s.committedAt(),
                    Untrusted.show(s.operation()),
                    s.addedRows(),
                    s.deletedRows(),
                    s.totalRows(),
                    s.addedFiles(),
                    s.schemaId(),
                    s.refs());
        }

        String text() {
            StringBuilder out = new StringBuilder(snapshotId)
                    .append(" committed ")
                    .append(committedAt)
                    .append(' ')
                    .append(operation);
            parentId.ifPresent(p -> out.append(", parent ").append(p));
            addedRows.ifPresent(n -> out.append(", added rows ").append(n));
            deletedRows.ifPresent(n -> out.append(", deleted rows ").append(n));
            totalRows.ifPresent(n -> out.append(", total rows ").append(n));
            addedFiles.ifPresent(n -> out.append(", added files ").append(n));
            schemaId.ifPresent(n -> out.append(", schema ").append(n));
            if (!refs.isEmpty()) {
                out.append(", refs ").append(Untrusted.line(String.join(" ", refs)));
            }
            return out.toString();
        }
    }

    static Optional<String> id(OptionalLong id) {
        return id.isPresent() ? Optional.of(Long.toString(id.getAsLong())) : Optional.empty();
    }

    static String next(Optional<String> cursor) {
        return cursor.map(c -> "More follows; repeat the call with cursor: " + c + "\n")
                .orElse("");
    }

    static String warnings(List<String> warnings) {
        return warnings.stream()
                .map(w -> "Warning: " + Untrusted.line(w) + "\n")
                .collect(Collectors.joining());
    }
}
