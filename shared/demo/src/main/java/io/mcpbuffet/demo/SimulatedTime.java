package io.mcpbuffet.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.Table;

/** Dates the snapshots of a finished table as if they had been made on given days: Iceberg's own clock cannot be set. */
final class SimulatedTime {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private SimulatedTime() {}

    /** The table's snapshots in order of commit take the given times; its older metadata files go. */
    static void apply(Table table, List<Instant> times) {
        Path metadata = Path.of(table.location(), "metadata");
        try {
            Path newest = newest(metadata);
            ObjectNode tree = (ObjectNode) JSON.readTree(newest.toFile());
            Map<Long, Long> byId = new HashMap<>();
            int index = 0;
            for (JsonNode snapshot : tree.get("snapshots")) {
                long time = times.get(index++).toEpochMilli();
                byId.put(snapshot.get("snapshot-id").asLong(), time);
                ((ObjectNode) snapshot).put("timestamp-ms", time);
            }
            for (JsonNode entry : tree.get("snapshot-log")) {
                ((ObjectNode) entry)
                        .put("timestamp-ms", byId.get(entry.get("snapshot-id").asLong()));
            }
            tree.putArray("metadata-log");
            tree.put("last-updated-ms", times.get(times.size() - 1).toEpochMilli());
            removeVersions(metadata);
            JSON.writeValue(metadata.resolve("v1.metadata.json").toFile(), tree);
            Files.writeString(metadata.resolve("version-hint.text"), "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newest(Path metadata) throws IOException {
        String hint = Files.readString(metadata.resolve("version-hint.text")).strip();
        return metadata.resolve("v" + hint + ".metadata.json");
    }

    private static void removeVersions(Path metadata) throws IOException {
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.filter(f -> f.getFileName().toString().endsWith(".metadata.json"))
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
