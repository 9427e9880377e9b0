package io.mcpbuffet.iceberg.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.BaseViewOperations;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;

/** One view of a local warehouse, kept as tables are, with a hint file of its own. */
final class LocalViewOperations extends BaseViewOperations {
    private final Path directory;
    private final String name;
    private final LocalFileIO io;
    private final VersionFiles versions;

    LocalViewOperations(Path directory, String name, LocalFileIO io) {
        this.directory = directory;
        this.name = name;
        this.io = io;
        this.versions = new VersionFiles(directory);
    }

    @Override
    protected String viewName() {
        return name;
    }

    @Override
    protected FileIO io() {
        return io;
    }

    @Override
    protected void doRefresh() {
        Optional<Path> file = versions.currentView();
        if (file.isEmpty() && currentMetadataLocation() != null) {
            throw new NoSuchViewException("View does not exist: %s", name);
        }
        refreshFromMetadataLocation(file.map(Path::toString).orElse(null), path -> false, 1);
    }

    @Override
    protected void doCommit(ViewMetadata base, ViewMetadata metadata) {
        long version = versions.currentView().map(VersionFiles::version).orElse(0L);
        Path file = directory.resolve("metadata").resolve("v" + (version + 1) + ".metadata.json");
        try {
            ViewMetadataParser.write(metadata, io.newOutputFile(file.toString()));
            versions.point(file, true);
        } catch (AlreadyExistsException | IOException e) {
            throw new CommitFailedException(e, "The view %s was changed by another writer", name);
        }
    }
}
