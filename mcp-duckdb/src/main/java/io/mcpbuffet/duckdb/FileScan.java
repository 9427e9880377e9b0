package io.mcpbuffet.duckdb;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Walks a directory for data files. Hidden entries and those that begin with an underscore are left out; links are followed to files
 * inside the directory only.
 */
final class FileScan {
    private static final int MAX_ENTRIES = 50_000;
    private static final int MAX_DEPTH = 16;

    private final Path root;
    private final Optional<PathMatcher> matcher;

    private FileScan(Path root, Optional<PathMatcher> matcher) {
        this.root = root;
        this.matcher = matcher;
    }

    static FileScan ofDirectory(Path directory) {
        return new FileScan(directory, Optional.empty());
    }

    /** The directory is the part of the glob before its first wildcard. */
    static FileScan ofGlob(Path glob) {
        Path root = glob;
        while (root.getParent() != null && hasWildcard(root)) {
            root = root.getParent();
        }
        try {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            return new FileScan(root, Optional.of(matcher));
        } catch (PatternSyntaxException e) {
            throw LakeException.of(ErrorCode.INVALID_ARGUMENT, "The path " + glob + " is not a glob", e);
        }
    }

    private static boolean hasWildcard(Path path) {
        return path.toString().chars().anyMatch(c -> "*?{[".indexOf(c) >= 0);
    }

    Path root() {
        return root;
    }

    /** A directory with its data files and subdirectories in name order. */
    record Folder(Path path, List<Path> files, List<Folder> folders) {
        String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /** The tree below the root. UNAVAILABLE where it cannot be read, LIMIT_EXCEEDED where it is too large. */
    Folder read() {
        try {
            Path real = root.toRealPath();
            return new Walker(real).folder(real, root, 0);
        } catch (IOException e) {
            throw LakeException.unavailable("The directory " + root + " cannot be read", e);
        }
    }

    /** Whether a file, links followed, still is inside of the root. */
    boolean holds(Path file) {
        try {
            return file.toRealPath().startsWith(root.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private final class Walker {
        private final Path real;
        private int entries;

        Walker(Path real) {
            this.real = real;
        }

        /** @param shown the same directory as the configuration writes it, which is what a glob matches */
        Folder folder(Path path, Path shown, int depth) throws IOException {
            List<Path> files = new ArrayList<>();
            List<Folder> folders = new ArrayList<>();
            for (Path entry : children(path)) {
                Path entryShown = shown.resolve(entry.getFileName().toString());
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    if (depth < MAX_DEPTH) {
                        folders.add(folder(entry, entryShown, depth + 1));
                    }
                } else if (matcher.map(m -> m.matches(entryShown)).orElse(true) && isInside(entry)) {
                    files.add(entry);
                }
            }
            return new Folder(path, files, folders);
        }

        private List<Path> children(Path path) throws IOException {
            try (Stream<Path> list = Files.list(path)) {
                List<Path> children = list.filter(FileScan::isVisible).sorted().toList();
                entries += children.size();
                if (entries > MAX_ENTRIES) {
                    throw LakeException.of(
                                    ErrorCode.LIMIT_EXCEEDED, root + " holds more than " + MAX_ENTRIES + " files")
                            .hint("Point path at a smaller directory");
                }
                return children;
            }
        }

        private boolean isInside(Path file) throws IOException {
            return FileFormat.of(file.getFileName().toString()).isPresent()
                    && Files.isRegularFile(file)
                    && (!Files.isSymbolicLink(file) || file.toRealPath().startsWith(real));
        }
    }

    private static boolean isVisible(Path entry) {
        String name = entry.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("_");
    }
}
