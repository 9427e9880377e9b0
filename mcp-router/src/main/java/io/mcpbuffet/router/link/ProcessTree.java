package io.mcpbuffet.router.link;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A process with all that it has started. Where the system shows environments (Linux), those are found too whose parents are gone: they
 * have inherited a mark.
 */
final class ProcessTree {
    /** The environment variable with the mark. */
    static final String MARK = "MCP_BUFFET_CHILD";

    private static final Path PROCESSES = Path.of("/proc");

    private final ProcessHandle root;
    private final String mark;

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = mark;
    }

    void terminate() {
        all().forEach(ProcessHandle::destroy);
    }

    /** Once more for what was started meanwhile. */
    void kill() {
        for (int round = 0; round < 3; round++) {
            Set<ProcessHandle> left = all();
            if (left.isEmpty()) {
                return;
            }
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Those that live. */
    private Set<ProcessHandle> all() {
        Set<ProcessHandle> found = new LinkedHashSet<>();
        found.add(root);
        root.descendants().forEach(found::add);
        marked(found);
        found.removeIf(Predicate.not(ProcessHandle::isAlive));
        return found;
    }

    private void marked(Set<ProcessHandle> found) {
        if (!Files.isDirectory(PROCESSES.resolve("self"))) {
            return;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (isMarked(process)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            // What can be found without is found.
        }
    }

    private boolean isMarked(Path process) {
        try {
            String variables = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return variables.contains(MARK + "=" + mark + "\0");
        } catch (IOException e) {
            return false; // Of somebody else, or gone.
        }
    }
}
