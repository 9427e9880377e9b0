package io.mcpbuffet.iceberg.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;

/** One table of a local warehouse: {@code metadata/vN.metadata.json} and {@code version-hint.text}. */
final class LocalTableOperations extends BaseMetastoreTableOperations {
    private final Path directory;
    private final String name;
    private final LocalFileIO io;
    private final VersionFiles versions;

    LocalTableOperations(Path directory, String name, LocalFileIO io) {
        this.directory = directory;
        this.name = name;
        this.io = io;
        this.versions = new VersionFiles(directory);
    }

    @Override
    protected String tableName() {
        return name;
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    protected void doRefresh() {
        Optional<Path> file = versions.currentTable();
        if (file.isEmpty() && currentMetadataLocation() != null) {
            throw new NoSuchTableException("Table does not exist: %s", name);
        }
        refreshFromMetadataLocation(file.map(Path::toString).orElse(null), 1);
    }

    @Override
    protected void doCommit(TableMetadata base, TableMetadata metadata) {
        long version = versions.currentTable().map(VersionFiles::version).orElse(0L);
        if (base != null
                && !base.metadataFileLocation()
                        .equals(versions.currentTable().map(Path::toString).orElse(""))) {
            throw new CommitFailedException("The table %s was changed by another writer", name);
        }
        Path file = directory.resolve("metadata").resolve("v" + (version + 1) + ".metadata.json");
        try {
            TableMetadataParser.write(metadata, io.newOutputFile(file.toString()));
            versions.point(file, false);
        } catch (AlreadyExistsException | IOException e) {
            throw new CommitFailedException(e, "The table %s was changed by another writer", name);
        }
    }
}
