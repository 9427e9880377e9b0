package io.mcpbuffet.engine.worker;

import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private directory of this process for spilled data and kept results; gone with {@link #close} or the process. What a process left
 * behind that was killed goes when the next directory is made.
 */
final class WorkDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);
    private static final String PREFIX = "mcp-buffet-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})-.*");

    private final Path path;
    private final Thread hook;

    private WorkDirectory(Path path) {
        this.path = path;
        this.hook = new Thread(() -> delete(path), "remove-work-directory");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static WorkDirectory create() {
        try {
            Path path =
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
            removeOrphans(path.toAbsolutePath().getParent());
            return new WorkDirectory(path.toAbsolutePath());
        } catch (IOException e) {
            throw LakeException.unavailable("The temporary directory cannot be written", e)
                    .hint("Free space there, or set -Djava.io.tmpdir to another directory");
        }
    }

    private static void removeOrphans(Path parent) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path path : all) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    delete(path);
                }
            }
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is ending already", e);
        }
    }

    /** Removes a directory with all that is in it, as far as it can. */
    static void delete(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> inward = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : inward) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} stays behind", directory, e);
        }
    }
}
