package io.mcpbuffet.spi;

import io.mcpbuffet.model.TableRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ability of a catalog whose tables the engine worker opens itself: a DuckDB file, plain files. */
public interface LocalTables {
    /** Where a table is. NOT_FOUND when there is none. */
    Source source(TableRef table);

    /**
     * The CREATE VIEW of a view that the engine worker resolves by itself, so that the tables behind it can be held against what is open
     * to who asks. Empty for what is no view.
     */
    default Optional<String> viewText(TableRef table) {
        return Optional.empty();
    }

    sealed interface Source {}

    /** A table or view of a DuckDB database file, which is attached read-only. */
    record Attached(Path database, String schema, String table) implements Source {}

    /**
     * Files that a reader function of the engine reads as one table.
     *
     * @param options of the function, each value a SQL literal made by the catalog
     */
    record Files(Reader reader, List<Path> files, Map<String, String> options) implements Source {
        public Files {
            files = List.copyOf(files);
        }
    }

    /**
     * Files elsewhere that a reader function of the engine reads as one table, once {@code access} has brought them.
     *
     * @param options as of {@link Files}
     */
    record RemoteFiles(Reader reader, List<RemoteFile> files, FileAccess access, Map<String, String> options)
            implements Source {
        public RemoteFiles {
            files = List.copyOf(files);
        }
    }

    record RemoteFile(String location, long length) {}

    enum Reader {
        PARQUET,
        CSV,
        JSON
    }
}
