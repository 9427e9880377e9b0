package io.mcpbuffet.bench;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThanOrEqual;

import io.mcpbuffet.observe.Logs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;

/** The baseline: Iceberg's own planning over {@link ManyFiles}, from loading the table to its last file. */
final class BarePlanning {
    private static final int DAY = 42;
    private static final int DEVICE = 17;
    private static final long FIRST = 54_325;
    private static final long LAST = 54_334;

    /** What some files of the table match. */
    record Selection(String name, String condition, Expression expression, int files) {}

    static final List<Selection> SELECTIONS = List.of(
            new Selection("a day", "day = DATE '" + day() + "'", equal("day", day()), ManyFiles.DEVICES),
            new Selection("a device", "device = '" + device() + "'", equal("device", device()), ManyFiles.DAYS),
            new Selection(
                    "a device on a day",
                    "device = '" + device() + "' AND day = DATE '" + day() + "'",
                    and(equal("device", device()), equal("day", day())),
                    1),
            new Selection(
                    "ten numbers",
                    "id BETWEEN " + FIRST + " AND " + LAST,
                    and(greaterThanOrEqual("id", FIRST), lessThanOrEqual("id", LAST)),
                    2));

    private BarePlanning() {}

    private static String day() {
        return ManyFiles.FIRST.plusDays(DAY).toString();
    }

    private static String device() {
        return ManyFiles.device(DEVICE);
    }

    static void plan(ManyFiles data, Selection selection) throws IOException {
        int found = 0;
        try (CloseableIterable<FileScanTask> tasks =
                data.events().newScan().filter(selection.expression()).planFiles()) {
            for (FileScanTask task : tasks) {
                found += task.length() > 0 ? 1 : 0;
            }
        }
        if (found != selection.files()) {
            throw new IllegalStateException(selection + ": Iceberg keeps " + found + " files");
        }
    }

    /** Milliseconds of the first planning in a process of its own. */
    static double cold(ManyFiles data, Selection selection) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BarePlanning.class.getName(),
                        data.directory().toString(),
                        String.valueOf(SELECTIONS.indexOf(selection)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            return Double.parseDouble(out.readLine());
        }
    }

    public static void main(String[] arguments) throws Exception {
        Logs.level("warn");
        ManyFiles data = ManyFiles.at(Path.of(arguments[0]));
        Selection selection = SELECTIONS.get(Integer.parseInt(arguments[1]));
        Timing timing = new Timing();
        timing.measure(() -> {
            plan(data, selection);
            return "";
        });
        System.out.println(timing.median());
    }
}
