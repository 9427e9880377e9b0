package io.mcpbuffet.engine.scan;

import static io.mcpbuffet.engine.scan.LakeEngine.append;
import static io.mcpbuffet.engine.scan.LakeEngine.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.model.AsOf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query tells how far it is, from planning over files to its end. */
class ProgressTest {
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    private record Report(OptionalDouble percent, String message) {}

    @TempDir
    private static Path warehouse;

    @Test
    void reportsPlanningFetchingAndRunning() {
        List<Report> reports = Collections.synchronizedList(new ArrayList<>());
        try (LakeEngine lake = new LakeEngine(warehouse)) {
            Table table = lake.create("t", SCHEMA, 2);
            append(table, row(1L));
            append(table, row(2L));
            lake.run(
                    "SELECT count(*) FROM t, range(20000) a, range(20000) b WHERE a.range * b.range % 7 = t.id",
                    AsOf.LATEST, (percent, message) -> reports.add(new Report(percent, message)));
        }
        assertThat(reports.get(0).message()).startsWith("Planning 1 table");
        assertThat(reports)
                .filteredOn(report -> report.message().startsWith("Fetching files"))
                .extracting(Report::percent)
                .containsExactly(OptionalDouble.of(25), OptionalDouble.of(50));
        assertThat(reports)
                .filteredOn(report -> report.message().startsWith("Running"))
                .isNotEmpty()
                .allSatisfy(report -> assertThat(report.percent().orElseThrow()).isBetween(50.0, 100.0));
    }
}
