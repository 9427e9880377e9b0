package io.mcpbuffet.engine.worker;

import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private directory of this process for spilled data and kept results; gone with {@link #close} or the process. */
final class WorkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);

    private final Path path;
    private final Thread hook = new Thread(this::delete, "remove-work-directory");

    private WorkDirectory(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static WorkDirectory create() {
        try {
            return new WorkDirectory(Files.createTempDirectory("mcp-buffet-"));
        } catch (IOException e) {
            throw LakeException.unavailable("The temporary directory cannot be written", e)
                    .hint("Free space there, or set -Djava.io.tmpdir to another directory");
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is ending already", e);
        }
    }

    private void delete() {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> inward = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inward) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} stays behind", path, e);
        }
    }
}
