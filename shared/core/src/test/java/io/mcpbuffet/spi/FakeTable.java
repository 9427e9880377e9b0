package io.mcpbuffet.spi;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A table of a {@link FakeCatalog}.
 *
 * @param snapshots oldest first
 * @param tags snapshot ids by name
 */
public record FakeTable(
        List<Field> columns,
        Optional<String> comment,
        Map<String, String> properties,
        List<Snapshot> snapshots,
        Map<String, Long> tags) {
    /** Larger than a double holds exactly. */
    public static final long FIRST_ID = 9007199254740993L;

    public static final Instant FIRST_COMMIT = Instant.parse("2026-01-01T00:00:00Z");

    public static final List<Field> COLUMNS = List.of(
            field(1, "id", new DataType.Scalar(DataType.Kind.LONG)),
            field(2, "total", new DataType.Decimal(12, 2)),
            field(3, "note", new DataType.Scalar(DataType.Kind.STRING)));

    public static FakeTable plain() {
        return new FakeTable(COLUMNS, Optional.empty(), Map.of(), List.of(), Map.of());
    }

    /** One snapshot a day, the first with the tag {@code first}. */
    public static FakeTable withSnapshots(int count) {
        List<Snapshot> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> refs = new ArrayList<>();
            if (i == 0) {
                refs.add("tag:first");
            }
            if (i == count - 1) {
                refs.add("branch:main");
            }
            all.add(new Snapshot(
                    FIRST_ID + i,
                    i == 0 ? OptionalLong.empty() : OptionalLong.of(FIRST_ID + i - 1),
                    FIRST_COMMIT.plusSeconds(86_400L * i),
                    "append",
                    OptionalLong.of(10),
                    OptionalLong.of(0),
                    OptionalLong.of(10L * (i + 1)),
                    OptionalLong.of(1),
                    OptionalInt.of(0),
                    refs));
        }
        return new FakeTable(COLUMNS, Optional.empty(), Map.of(), List.copyOf(all), Map.of("first", FIRST_ID));
    }

    public FakeTable comment(String text) {
        return new FakeTable(columns, Optional.of(text), properties, snapshots, tags);
    }

    public FakeTable columns(List<Field> others) {
        return new FakeTable(List.copyOf(others), comment, properties, snapshots, tags);
    }

    public FakeTable property(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put(name, value);
        return new FakeTable(columns, comment, all, snapshots, tags);
    }

    public static Field field(int id, String name, DataType type) {
        return new Field(OptionalInt.of(id), name, type, false, Optional.empty(), Optional.empty());
    }

    TableKind kind() {
        return TableKind.TABLE;
    }
}
