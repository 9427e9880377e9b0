package io.mcpbuffet.search;

import io.mcpbuffet.federation.CatalogSource;
import io.mcpbuffet.model.TableRef;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was read of catalogs in a directory that several processes may share: a file for each catalog with its properties, credentials
 * included, written whole or not at all. It only saves time: what cannot be read or written is as if it were not there. Safe for use by
 * many threads.
 */
final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final String SUFFIX = ".tables";

    private final Path directory;
    private final long limit;
    private final String model;

    /**
     * Makes nothing yet.
     *
     * @param limit of the bytes of all files
     * @param model of the vectors; those of another are not taken
     */
    Store(Path directory, long limit, String model) {
        this.directory = directory;
        this.limit = limit;
        this.model = model;
    }

    Map<TableRef, Known> load(CatalogSource source) {
        Path file = file(source);
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Map<TableRef, Known> tables = KnownReader.read(in, source.name(), model);
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
            return tables;
        } catch (IOException e) {
            LOG.warn("The search index {} cannot be read: {}", file, e.toString());
            return Map.of();
        }
    }

    void save(CatalogSource source, Collection<Known> tables) {
        try {
            open();
            Path unfinished = Files.createTempFile(directory, "unfinished-", "");
            try {
                // No channel, which an interrupt would close: what is known is kept when the search is closed as well.
                try (OutputStream out = new BufferedOutputStream(new FileOutputStream(unfinished.toFile()))) {
                    KnownWriter.write(out, tables, model);
                }
                Files.move(
                        unfinished, file(source), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
            trim();
        } catch (IOException e) {
            LOG.warn("The search index of catalog {} cannot be kept in {}: {}", source.name(), directory, e.toString());
        }
    }

    private void open() throws IOException {
        Files.createDirectories(directory);
        if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Those that were used last stay. */
    private void trim() throws IOException {
        record Kept(Path path, long bytes, FileTime used) {}
        List<Kept> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.map(path -> {
                        try {
                            return new Kept(path, Files.size(path), Files.getLastModifiedTime(path));
                        } catch (IOException e) {
                            return new Kept(path, 0, FileTime.fromMillis(Long.MAX_VALUE));
                        }
                    })
                    .sorted(Comparator.comparing(Kept::used).reversed())
                    .toList();
        }
        long bytes = 0;
        for (Kept kept : files) {
            bytes += kept.bytes();
            if (bytes > limit) {
                Files.deleteIfExists(kept.path());
            }
        }
    }

    private Path file(CatalogSource source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, source.name());
            add(digest, source.provider().kind());
            new TreeMap<>(source.properties()).forEach((name, value) -> {
                add(digest, name);
                add(digest, value);
            });
            return directory.resolve(HexFormat.of().formatHex(digest.digest()) + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
