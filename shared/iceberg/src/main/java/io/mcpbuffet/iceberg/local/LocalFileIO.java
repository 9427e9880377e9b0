package io.mcpbuffet.iceberg.local;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Files of this machine, below given roots only. Locations are {@code file:} URIs, absolute paths, or paths relative to the base.
 * Safe for use by many threads.
 */
public final class LocalFileIO implements FileIO {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final transient List<Path> roots;
    private final transient Path base;
    private final boolean writable;

    private LocalFileIO(List<Path> roots, Path base, boolean writable) {
        this.roots = roots.stream().map(LocalFileIO::real).toList();
        this.base = base;
        this.writable = writable;
    }

    /** Reads below the roots; a relative location is taken from {@code base}. */
    public static LocalFileIO reading(List<Path> roots, Path base) {
        return new LocalFileIO(roots, base, false);
    }

    /** Reads and writes below one root. */
    public static LocalFileIO writing(Path root) {
        return new LocalFileIO(List.of(root), root, true);
    }

    /** UNSUPPORTED for another scheme, PERMISSION_DENIED for a place outside of the roots, links followed. */
    public Path path(String location) {
        Path path = parse(location);
        Path real = real(path);
        if (roots.stream().noneMatch(real::startsWith)) {
            throw LakeException.of(
                            ErrorCode.PERMISSION_DENIED,
                            "The table's metadata points to '" + location + "', outside of the configured directory")
                    .hint(
                            "Configure the directory that holds all files of the warehouse, or set base where it was moved");
        }
        return path;
    }

    private Path parse(String location) {
        if (location.startsWith("file:")) {
            String rest = location.substring("file:".length());
            return rest.startsWith("///")
                    ? Path.of(decoded(rest.substring(2)))
                    : Path.of(decoded(rest.replaceFirst("^//[^/]*", "")));
        }
        if (SCHEME.matcher(location).matches()) {
            throw LakeException.unsupported("The location '" + location + "' is not a local file")
                    .hint("Use a catalog that is configured for that object store");
        }
        return base.resolve(location);
    }

    /** Writers differ in whether they encode: a name that exists as it is written wins. */
    private static String decoded(String path) {
        if (!path.contains("%") || Files.exists(Path.of(path))) {
            return path;
        }
        try {
            String decoded = URI.create("file://" + path).getPath();
            return Files.exists(Path.of(decoded)) ? decoded : path;
        } catch (IllegalArgumentException e) {
            return path;
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path absolute = path.toAbsolutePath().normalize();
            Path parent = absolute.getParent();
            return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
        }
    }

    @Override
    public InputFile newInputFile(String location) {
        return new LocatedInput(
                org.apache.iceberg.Files.localInput(path(location).toFile()), location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        if (!writable) {
            throw LakeException.of(ErrorCode.READ_ONLY, "'" + location + "' cannot be written");
        }
        return org.apache.iceberg.Files.localOutput(path(location).toFile());
    }

    @Override
    public void deleteFile(String location) {
        if (!writable) {
            throw LakeException.of(ErrorCode.READ_ONLY, "'" + location + "' cannot be deleted");
        }
        try {
            Files.deleteIfExists(path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An input that keeps the location it was asked for, so that metadata read from it says the same. */
    private record LocatedInput(InputFile file, String location) implements InputFile {
        @Override
        public long getLength() {
            return file.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
            return file.newStream();
        }

        @Override
        public boolean exists() {
            return file.exists();
        }
    }
}
