package io.mcpbuffet.glue;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.FileAccess;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.LocalFile;
import io.mcpbuffet.spi.PinnedScan;
import io.mcpbuffet.spi.ScanPlan;
import io.mcpbuffet.spi.ScanRequest;
import java.util.List;
import java.util.function.Supplier;

/**
 * A scan whose failures are told in terms of AWS.
 *
 * @param lakeFormation the table is registered with Lake Formation, and read without its credentials
 */
record ToldScan(GlueErrors errors, TableRef ref, boolean lakeFormation, PinnedScan scan) implements PinnedScan {
    @Override
    public PinnedTable table() {
        return scan.table();
    }

    @Override
    public List<Field> schema() {
        return scan.schema();
    }

    @Override
    public ScanPlan plan(ScanRequest request) {
        ScanPlan plan = told(() -> scan.plan(request));
        return new ScanPlan(
                plan.schema(),
                plan.hidden(),
                plan.nameMapping(),
                plan.files(),
                plan.filesTotal(),
                plan.pruned(),
                new ToldAccess(plan.access()));
    }

    private <T> T told(Supplier<T> call) {
        try {
            return errors.translating("the files of " + ref, call);
        } catch (LakeException e) {
            throw lakeFormation && e.code() == ErrorCode.PERMISSION_DENIED
                    ? e.hint(
                            "The table is registered with Lake Formation: set glue.lakeformation-enabled, see docs/glue.md")
                    : e;
        }
    }

    private final class ToldAccess implements FileAccess {
        private final FileAccess access;

        ToldAccess(FileAccess access) {
            this.access = access;
        }

        @Override
        public LocalFile fetch(String location, long length) {
            return told(() -> access.fetch(location, length));
        }

        @Override
        public FileRecords records(String location, ScanPlan.Format format) {
            return told(() -> access.records(location, format));
        }

        @Override
        public List<long[]> positions(List<ScanPlan.DeletionVector> vectors) {
            return told(() -> access.positions(vectors));
        }
    }
}
