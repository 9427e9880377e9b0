package io.mcpbuffet.iceberg.local;

import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metadata files of one table or view directory: which one is current. */
final class VersionFiles {
    private static final Pattern NAME = Pattern.compile("v?(\\d+)(-[^.]*)?(\\.gz)?\\.metadata\\.json(\\.gz)?");
    private static final String HINT = "version-hint.text";
    private static final String VIEW_HINT = "view-version-hint.text";

    private final Path metadata;

    VersionFiles(Path directory) {
        this.metadata = directory.resolve("metadata");
    }

    boolean isTable() {
        return !isView() && (Files.isRegularFile(metadata.resolve(HINT)) || newest().isPresent());
    }

    boolean isView() {
        return Files.isRegularFile(metadata.resolve(VIEW_HINT));
    }

    /** The current metadata file of a table; empty when there is none. */
    Optional<Path> currentTable() {
        return isView() ? Optional.empty() : current(HINT);
    }

    Optional<Path> currentView() {
        return isView() ? current(VIEW_HINT) : Optional.empty();
    }

    private Optional<Path> current(String hintName) {
        Optional<Path> hinted = hint(hintName).flatMap(this::named);
        return hinted.isPresent() ? hinted.map(this::latestAfter) : newest();
    }

    private Optional<String> hint(String name) {
        Path file = metadata.resolve(name);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw LakeException.unavailable("'" + file + "' cannot be read", e);
        }
    }

    private Optional<Path> named(String hint) {
        return Stream.of("v" + hint + ".metadata.json", hint + ".metadata.json", "v" + hint + ".gz.metadata.json", hint)
                .map(metadata::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** A writer may have ended between the metadata file and the hint. */
    private Path latestAfter(Path file) {
        Path latest = file;
        while (latest.getFileName().toString().matches("v\\d+\\.metadata\\.json")) {
            Path next = metadata.resolve("v" + (version(latest) + 1) + ".metadata.json");
            if (!Files.isRegularFile(next)) {
                break;
            }
            latest = next;
        }
        return latest;
    }

    private Optional<Path> newest() {
        if (!Files.isDirectory(metadata)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(metadata)) {
            List<Path> all = files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .toList();
            return all.stream()
                    .max(Comparator.comparingLong(VersionFiles::version)
                            .thenComparing(file -> file.toFile().lastModified()));
        } catch (IOException e) {
            throw LakeException.unavailable("'" + metadata + "' cannot be listed", e);
        }
    }

    static long version(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    void point(Path file, boolean view) throws IOException {
        String name = file.getFileName().toString();
        String hint = name.matches("v\\d+\\.metadata\\.json") ? Long.toString(version(file)) : name;
        Path fresh = Files.createTempFile(metadata, "hint", ".tmp");
        Files.writeString(fresh, hint);
        Files.move(
                fresh,
                metadata.resolve(view ? VIEW_HINT : HINT),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
