package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Rows;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.LocalSql;
import io.mcpbuffet.spi.LocalTables.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Reads columns and row counts of files through the engine. Safe for use by many threads. */
final class FileDescriber {
    /** Of more files than these only the first are opened. */
    private static final int MAX_OPENED = 1_000;

    private final LocalSql sql;

    FileDescriber(LocalSql sql) {
        this.sql = sql;
    }

    /** @param stamp sizes and times of the files in turn */
    TableInfo describe(TableRef ref, FileTable table, List<Long> stamp) {
        List<Path> opened =
                table.files().subList(0, Math.min(MAX_OPENED, table.files().size()));
        boolean all = opened.size() == table.files().size();
        List<String> warnings = new ArrayList<>();
        if (!all) {
            warnings.add("columns are those of the first " + MAX_OPENED + " of "
                    + table.files().size() + " files");
        }
        long bytes = 0;
        for (int at = 0; at < stamp.size(); at += 2) {
            bytes += Math.max(0, stamp.get(at));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        if (table.files().size() > 1) {
            properties.put("files", Integer.toString(table.files().size()));
        }
        return new TableInfo(
                ref,
                TableKind.TABLE,
                Optional.of(table.format().word()),
                Optional.of(table.location().toString()),
                Optional.empty(),
                columns(table, opened),
                table.partitions(),
                List.of(),
                List.of(),
                all && table.format().reader() == Reader.PARQUET ? rowCount(table) : OptionalLong.empty(),
                OptionalLong.of(bytes),
                Optional.empty(),
                properties,
                warnings);
    }

    private List<Field> columns(FileTable table, List<Path> files) {
        String options = table.options().entrySet().stream()
                .map(o -> ", " + o.getKey() + " = " + o.getValue())
                .collect(Collectors.joining());
        String statement = "DESCRIBE SELECT * FROM " + function(table) + "(" + list(files) + options + ")";
        return rows(table, files, statement).rows().stream()
                .map(row -> Field.optional((String) row.get(0), DuckDbTypes.parse((String) row.get(1))))
                .toList();
    }

    private OptionalLong rowCount(FileTable table) {
        String statement =
                "SELECT CAST(sum(num_rows) AS BIGINT) FROM parquet_file_metadata(" + list(table.files()) + ")";
        return rows(table, table.files(), statement).rows().get(0).get(0) instanceof Number count
                ? OptionalLong.of(count.longValue())
                : OptionalLong.empty();
    }

    private static String function(FileTable table) {
        return switch (table.format().reader()) {
            case PARQUET -> "read_parquet";
            case CSV -> "read_csv";
            case JSON -> "read_json";
        };
    }

    private Rows rows(FileTable table, List<Path> files, String statement) {
        try {
            return sql.rows(Optional.empty(), files, statement, List.of(), DuckDbCatalog.TIMEOUT);
        } catch (LakeException e) {
            throw DuckDbErrors.translate(e, table.location());
        }
    }

    private static String list(List<Path> files) {
        return files.stream().map(f -> literal(f.toString())).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
