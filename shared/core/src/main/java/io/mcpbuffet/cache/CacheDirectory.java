package io.mcpbuffet.cache;

import io.mcpbuffet.spi.FileCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where copies lie: {@code files/ab/KEY.parquet}, unfinished ones in {@code unfinished}, locks in {@code locks}. */
final class CacheDirectory {
    /** Readers tell formats and compressions by these. */
    private static final Pattern EXTENSION = Pattern.compile("(\\.[a-z0-9]{1,10})?\\.[a-z0-9]{1,10}$");

    private static final Duration ABANDONED = Duration.ofHours(6);

    private final Path root;

    private CacheDirectory(Path root) {
        this.root = root;
    }

    /** A copy that lies there. */
    record Entry(Path path, String key, long bytes, Instant used) {}

    /** Makes it, readable by its owner alone, and clears what processes that ended left unfinished. */
    static CacheDirectory open(Path root) throws IOException {
        CacheDirectory directory = new CacheDirectory(root);
        Files.createDirectories(root);
        if (Files.getFileAttributeView(root, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        Files.createDirectories(directory.files());
        Files.createDirectories(directory.unfinished());
        Files.createDirectories(directory.locks());
        directory.clear();
        return directory;
    }

    Path root() {
        return root;
    }

    Path locks() {
        return root.resolve("locks");
    }

    private Path files() {
        return root.resolve("files");
    }

    private Path unfinished() {
        return root.resolve("unfinished");
    }

    private void clear() throws IOException {
        Instant old = Instant.now().minus(ABANDONED);
        try (Stream<Path> left = Files.list(unfinished())) {
            for (Path file : left.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** SHA-256 of whose file it is, where it is, and its length. */
    static String key(FileCache.Owner owner, String location, long length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, owner.catalog());
            for (Map.Entry<String, String> property : new TreeMap<>(owner.properties()).entrySet()) {
                add(digest, property.getKey());
                add(digest, property.getValue());
            }
            add(digest, location);
            add(digest, Long.toString(length));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    Path file(String key, String location) throws IOException {
        Path shard = files().resolve(key.substring(0, 2));
        Files.createDirectories(shard);
        Matcher extension = EXTENSION.matcher(location.toLowerCase(Locale.ROOT));
        return shard.resolve(key + (extension.find() ? extension.group() : ""));
    }

    Path temporary() {
        return unfinished().resolve(UUID.randomUUID().toString());
    }

    void use(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    /** All copies, in no order. */
    List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> shards = Files.list(files())) {
            for (Path shard : shards.toList()) {
                try (Stream<Path> files = Files.list(shard)) {
                    files.forEach(file -> add(entries, file));
                }
            }
        }
        return entries;
    }

    private static void add(List<Entry> entries, Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String name = file.getFileName().toString();
            int dot = name.indexOf('.');
            String key = dot < 0 ? name : name.substring(0, dot);
            entries.add(new Entry(
                    file, key, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw CacheErrors.directory(file.getParent(), e);
        }
    }
}
