package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.ScanPlan;
import java.util.List;

/** Turns the scan plans of one query into relations for the worker, on the host. Closing it deletes the temporary files it wrote. */
public final class ScanRelations implements AutoCloseable {
    private ScanRelations() {}

    /** For one query; close it when the worker is done with the relations. */
    public static ScanRelations open() {
        return new ScanRelations();
    }

    /**
     * Brings the files of a plan to the local disk. UNSUPPORTED naming the column or file and its type or format where the engine
     * cannot read it; UNAVAILABLE naming the location when a file is gone or has another length.
     */
    public ScanRelation of(String view, ScanPlan plan) {
        if (plan.files().isEmpty()) {
            return new ScanRelation(
                    view, List.of(), List.of(), plan.nameMapping().orElse(""), List.of(), List.of());
        }
        throw LakeException.unsupported("Scans are not readable yet: " + view);
    }

    @Override
    public void close() {}
}
