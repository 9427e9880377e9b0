package io.mcpbuffet.cache;

import io.mcpbuffet.spi.FileCache.Owner;
import io.mcpbuffet.spi.LocalFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** A process that uses a cache. */
final class CacheUser {
    static final Owner OWNER = new Owner("lake", Map.of());

    private CacheUser() {}

    /** {@code hold DIRECTORY LIMIT} keeps one copy until its input ends; {@code use DIRECTORY LIMIT SEED} takes many. */
    public static void main(String[] arguments) throws IOException {
        DiskCache cache = DiskCache.in(Path.of(arguments[1]), Long.parseLong(arguments[2]));
        if (arguments[0].equals("hold")) {
            try (LocalFile file = take(cache, 0, 900)) {
                System.out.println(file.path());
                System.out.flush();
                while (System.in.read() >= 0) {}
                check(file.path(), 0, 900);
            }
            return;
        }
        Random random = new Random(Long.parseLong(arguments[3]));
        for (int i = 0; i < 1500; i++) {
            int number = random.nextInt(40);
            try (LocalFile file = take(cache, number, 100 + number)) {
                check(file.path(), number, 100 + number);
            }
        }
    }

    static LocalFile take(DiskCache cache, int number, int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) number);
        return cache.copy(OWNER, "s3://lake/" + number, length, () -> new ByteArrayInputStream(content));
    }

    static void check(Path path, int number, int length) throws IOException {
        byte[] expected = new byte[length];
        Arrays.fill(expected, (byte) number);
        if (!Arrays.equals(Files.readAllBytes(path), expected)) {
            throw new IllegalStateException("The copy " + path + " is not the file " + number);
        }
    }
}
