package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.error.LakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the file that a query failed on: the engine's own words name no file, or one of our own names for it. */
public final class DamagedFiles {
    private static final Pattern OF_A_FILE =
            Pattern.compile("(?i)magic bytes|parquet|footer|thrift|don't know what type"
                    + "|corrupt|decompress|snappy|zstd|gzip|no such file|cannot open|io error|could not read|invalid string"
                    + "|unexpected end|out of (buffer|range)|page header|dictionary");

    private DamagedFiles() {}

    /**
     * Tells what is wrong where an error looks like one of a file, and a file of the relations cannot be read: UNAVAILABLE naming its
     * location. Reads files again until then.
     *
     * @param opened the connection is closed to all but data files, since those of deletes were read already
     */
    public static Optional<LakeException> blame(
            Connection connection, List<ScanRelation> relations, boolean opened, SQLException failure) {
        if (failure.getMessage() == null
                || !OF_A_FILE.matcher(failure.getMessage()).find()) {
            return Optional.empty();
        }
        Map<String, String> locations = new LinkedHashMap<>();
        for (ScanRelation relation : relations) {
            try {
                ScanViews.check(relation);
            } catch (LakeException e) {
                return Optional.of(e);
            }
            relation.files().forEach(file -> locations.put(file.path(), file.location()));
            relation.deletes().stream()
                    .filter(delete -> !opened && !delete.kind().equals("vector"))
                    .forEach(delete -> locations.put(delete.path(), delete.location()));
        }
        return locations.keySet().stream()
                .filter(path -> !readable(connection, path))
                .findFirst()
                .map(path -> LakeException.unavailable(
                                "The file " + locations.get(path) + " is damaged: it cannot be read as Parquet",
                                failure)
                        .hint("Restore the file, or read an earlier snapshot without it"));
    }

    /** Looks at every value. */
    private static boolean readable(Connection connection, String path) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT bit_xor(hash(t)) FROM read_parquet([" + Sql.text(path)
                    + "], hive_partitioning = false) AS t");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
