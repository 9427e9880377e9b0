package io.mcpbuffet.engine.push;

import io.mcpbuffet.cache.Recent;
import io.mcpbuffet.engine.bind.JoinKeys;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.ScanPlan;

/**
 * Decides where a key of a small table is worth a run of its own, since it is likely to leave out files of a large one. Safe for many
 * threads.
 */
final class Narrowing {
    /** What is read in no time is not worth a run before. */
    private static final int FEW_FILES = 16;

    private static final long FEW_BYTES = 4L << 20;
    private static final long SMALL = 100_000;
    /** A table of so few rows narrows also where the statement takes all of them. */
    private static final long TINY = 1000;

    private static final int REMEMBERED = 1000;

    private final Recent<Asked, Boolean> divides = new Recent<>(REMEMBERED);

    private record Asked(PinnedTable table, String column) {}

    boolean isWorth(JoinKeys.Key key, PinnedScan large, ScanPlan files, ScanPlan partner) {
        long rows = rows(partner);
        long bytes = files.files().stream().mapToLong(ScanPlan.DataFile::length).sum();
        return (files.files().size() >= FEW_FILES
                        || (bytes >= FEW_BYTES && files.files().size() > 1))
                && rows <= (key.filtered() ? SMALL : TINY)
                && rows < rows(files)
                && divides(large, key.column().name());
    }

    /** More than any where they are not counted. */
    private static long rows(ScanPlan plan) {
        return plan.files().stream().anyMatch(file -> file.records() < 0)
                ? Long.MAX_VALUE
                : plan.files().stream().mapToLong(ScanPlan.DataFile::records).sum();
    }

    private boolean divides(PinnedScan scan, String column) {
        return divides.get(new Asked(scan.table(), column), asked -> scan.divides(column));
    }
}
