package io.mcpbuffet.router.peer;

import io.mcpbuffet.model.AsOf;

/** Moments as the one text that tools take. */
final class Moments {
    private Moments() {}

    /** Empty for the present. */
    static String text(AsOf asOf) {
        if (asOf instanceof AsOf.SnapshotId id) {
            return Long.toString(id.id());
        }
        if (asOf instanceof AsOf.Branch branch) {
            return "branch:" + branch.name();
        }
        if (asOf instanceof AsOf.Tag tag) {
            return "tag:" + tag.name();
        }
        return asOf instanceof AsOf.Moment moment ? moment.instant().toString() : "";
    }
}
