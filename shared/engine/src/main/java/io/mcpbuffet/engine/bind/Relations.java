package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.engine.job.AttachedRelation;
import io.mcpbuffet.engine.job.FilesRelation;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.engine.job.SameRelation;
import io.mcpbuffet.engine.job.StubRelation;
import io.mcpbuffet.engine.scan.Fetches;
import io.mcpbuffet.engine.scan.ScanRelations;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.ScanPlan;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** What the worker needs to read the sources of one query. Closing it deletes the temporary files it wrote. */
public final class Relations implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScanRelations scans;
    private final Fetches fetches;
    private final List<Path> written = new ArrayList<>();

    /**
     * For one query.
     *
     * @param temporaryBytes that files of other formats than Parquet may take on disk
     */
    public Relations(Progress progress, long temporaryBytes) {
        this.scans = ScanRelations.open(progress, temporaryBytes);
        this.fetches = new Fetches(progress);
    }

    /**
     * A source made readable.
     *
     * @param filesTotal files before any were left out
     * @param filtersPushed conditions that files were left out by
     * @param filtersLeft conditions that were left to the engine
     */
    public record Planned(
            TableSource source,
            Relation relation,
            OptionalLong files,
            OptionalLong filesTotal,
            OptionalLong bytes,
            List<String> filtersPushed,
            List<String> filtersLeft,
            Optional<Narrowed> rows) {
        public Planned {
            filtersPushed = List.copyOf(filtersPushed);
            filtersLeft = List.copyOf(filtersLeft);
        }

        /** The same rows under another name; what was planned is counted there. */
        public Planned as(TableSource other) {
            Relation same = new SameRelation(other.view(), relation.view());
            return new Planned(other, same, files, filesTotal, bytes, filtersPushed, filtersLeft, Optional.empty());
        }

        /** Whether its columns are known only, for its files are not near. */
        public boolean isOutline() {
            return relation instanceof StubRelation;
        }

        public boolean isSame() {
            return relation instanceof SameRelation;
        }
    }

    /** Brings the files of a plan near. Safe for use by many threads. */
    public Planned scan(TableSource.Scan source, ScanPlan plan, Pushed pushed) {
        return planned(source, plan, pushed, scans.of(source.view(), plan, source.metadata()));
    }

    /** A plan whose files stay where they are: the statement is only to be explained. */
    public static Planned outlined(TableSource.Scan source, ScanPlan plan, Pushed pushed, StubRelation stub) {
        return planned(source, plan, pushed, stub);
    }

    private static Planned planned(TableSource.Scan source, ScanPlan plan, Pushed pushed, Relation relation) {
        return new Planned(
                source,
                relation,
                OptionalLong.of(plan.files().size()),
                OptionalLong.of(plan.filesTotal()),
                OptionalLong.of(bytes(plan)),
                pushed.used(plan.pruned()),
                pushed.left(plan.pruned()),
                Optional.empty());
    }

    /** A source that is read as it is. Safe for use by many threads. */
    public Planned whole(TableSource source) {
        if (source instanceof TableSource.Listing listing) {
            return unknown(source, written(listing));
        }
        TableSource.Local local = (TableSource.Local) source;
        if (local.source() instanceof LocalTables.Attached table) {
            return unknown(
                    source,
                    new AttachedRelation(local.view(), table.database().toString(), table.schema(), table.table()));
        }
        if (local.source() instanceof LocalTables.RemoteFiles files) {
            return fetched(local, files);
        }
        LocalTables.Files files = (LocalTables.Files) local.source();
        OptionalLong count = OptionalLong.of(files.files().size());
        List<String> paths = files.files().stream().map(Path::toString).toList();
        Relation relation = new FilesRelation(local.view(), files.reader(), paths, files.options());
        return new Planned(
                source, relation, count, count, bytes(files.files()), List.of(), List.of(), Optional.empty());
    }

    private Planned fetched(TableSource.Local local, LocalTables.RemoteFiles files) {
        List<Callable<String>> calls = new ArrayList<>();
        files.files()
                .forEach(file -> calls.add(() -> fetches.path(files.access(), file.location(), file.length())
                        .toString()));
        OptionalLong count = OptionalLong.of(calls.size());
        long bytes =
                files.files().stream().mapToLong(LocalTables.RemoteFile::length).sum();
        Relation relation = new FilesRelation(local.view(), files.reader(), fetches.all(calls), files.options());
        return new Planned(
                local, relation, count, count, OptionalLong.of(bytes), List.of(), List.of(), Optional.empty());
    }

    private static Planned unknown(TableSource source, Relation relation) {
        OptionalLong none = OptionalLong.empty();
        return new Planned(source, relation, none, none, none, List.of(), List.of(), Optional.empty());
    }

    /** Rows of another system, for what is asked of them. Runs nothing. */
    public Planned rows(TableSource.Rows source, Pushed pushed, Optional<JoinKeys.Key> key) {
        OptionalLong none = OptionalLong.empty();
        Narrowed rows = new Narrowed(source.rows(), pushed.request(), key);
        PinnedRows.Leaf leaf = rows.leaf();
        Relation relation = new RowsRelation(
                source.view(), RowRelations.columns(source.rows().schema(), leaf.columns()), rows.keys());
        return new Planned(
                source,
                relation,
                none,
                none,
                none,
                pushed.used(leaf.pushed()),
                pushed.left(leaf.pushed()),
                Optional.of(rows));
    }

    /** Each data and delete file once. */
    private static long bytes(ScanPlan plan) {
        long data = plan.files().stream().mapToLong(ScanPlan.DataFile::length).sum();
        long deletes = plan.files().stream()
                .flatMap(file -> file.deletes().stream())
                .distinct()
                .mapToLong(delete ->
                        delete instanceof ScanPlan.DeletionVector vector ? vector.contentSize() : delete.length())
                .sum();
        return data + deletes;
    }

    private static OptionalLong bytes(List<Path> files) {
        long sum = 0;
        for (Path file : files) {
            try {
                sum += Files.size(file);
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(sum);
    }

    private Relation written(TableSource.Listing listing) {
        String columns = listing.columns().entrySet().stream()
                .map(column -> "'" + column.getKey() + "': '" + column.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        Map<String, String> options = Map.of("columns", columns, "format", "'newline_delimited'");
        return new FilesRelation(
                listing.view(),
                LocalTables.Reader.JSON,
                List.of(write(listing.rows()).toString()),
                options);
    }

    private Path write(List<Map<String, Object>> rows) {
        try {
            Path file = Files.createTempFile("listing", ".json");
            synchronized (written) {
                written.add(file);
            }
            try (Writer out = Files.newBufferedWriter(file)) {
                for (Map<String, Object> row : rows) {
                    out.write(JSON.writeValueAsString(row));
                    out.write('\n');
                }
            }
            return file;
        } catch (IOException e) {
            throw LakeException.of(ErrorCode.INTERNAL, "A listing could not be written to the temporary directory", e);
        }
    }

    @Override
    public void close() {
        scans.close();
        fetches.close();
        for (Path file : written) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                file.toFile().deleteOnExit();
            }
        }
    }
}
