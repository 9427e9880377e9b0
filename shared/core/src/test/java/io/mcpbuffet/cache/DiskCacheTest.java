package io.mcpbuffet.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.config.Environment;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.FileCache;
import io.mcpbuffet.spi.FileCache.Owner;
import io.mcpbuffet.spi.LocalFile;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCacheTest {
    private static final int LIMIT = 16 * 1000;
    private static final Owner LAKE = new Owner("lake", Map.of("credential", "a"));

    @TempDir
    private Path directory;

    private final AtomicInteger opened = new AtomicInteger();

    private DiskCache cache() {
        return DiskCache.in(directory.resolve("cache"), LIMIT);
    }

    private static byte[] content(int seed, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) seed);
        return bytes;
    }

    private FileCache.Source source(byte[] content) {
        return () -> {
            opened.incrementAndGet();
            return new ByteArrayInputStream(content);
        };
    }

    private LocalFile copy(FileCache cache, int number, int length) {
        return cache.copy(LAKE, "s3://lake/" + number + ".parquet", length, source(content(number, length)));
    }

    private LakeException failure(FileCache cache, long length, FileCache.Source source) {
        LakeException failure = catchThrowableOfType(
                LakeException.class, () -> cache.copy(LAKE, "s3://lake/bad.parquet", length, source));
        assertThat(failure).isNotNull();
        assertThat(failure).hasMessageNotContaining("Exception");
        return failure;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("locks"))
                    .toList();
        }
    }

    /** Every byte is the number, so a mix of copies is seen. */
    private static void assertWhole(LocalFile file, int number, int length) throws IOException {
        assertThat(Files.readAllBytes(file.path())).isEqualTo(content(number, length));
    }

    @Test
    void fetchesOnce() throws IOException {
        try (LocalFile first = copy(cache(), 1, 1000);
                LocalFile second = copy(cache(), 1, 1000)) {
            assertWhole(first, 1, 1000);
            assertThat(second.path()).isEqualTo(first.path());
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void copiesAreReadableByTheirOwnerAloneAndWritableByNobody() throws IOException {
        try (LocalFile file = copy(cache(), 1, 10)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("r--------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("cache"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void keepsTheEndingThatTellsTheFormat() {
        FileCache cache = cache();
        for (String ending : List.of(".parquet", ".csv.gz", ".json")) {
            try (LocalFile file = cache.copy(LAKE, "s3://lake/a b" + ending, 3, source(content(1, 3)))) {
                assertThat(file.path().toString()).endsWith(ending);
            }
        }
    }

    @Test
    void anotherOwnerAnotherLengthOrAnotherPlaceIsAnotherCopy() {
        FileCache cache = cache();
        List<Path> paths = new ArrayList<>();
        for (Owner owner : List.of(LAKE, new Owner("lake", Map.of("credential", "b")), new Owner("other", Map.of()))) {
            try (LocalFile file = cache.copy(owner, "s3://lake/x", 5, source(content(1, 5)))) {
                paths.add(file.path());
            }
        }
        try (LocalFile longer = cache.copy(LAKE, "s3://lake/x", 6, source(content(1, 6)));
                LocalFile elsewhere = cache.copy(LAKE, "s3://lake/y", 5, source(content(1, 5)))) {
            paths.add(longer.path());
            paths.add(elsewhere.path());
        }
        assertThat(paths).doesNotHaveDuplicates();
        assertThat(opened).hasValue(5);
    }

    @Test
    void deletesWhatWasUsedLeastRecently() throws IOException {
        FileCache cache = cache();
        for (int number = 0; number < 4; number++) {
            try (LocalFile file = copy(cache, number, 4000)) {
                Files.setLastModifiedTime(
                        file.path(), FileTime.from(Instant.now().minusSeconds(1000 - number)));
            }
        }
        copy(cache, 0, 4000).close();
        copy(cache, 9, 4000).close();
        opened.set(0);
        copy(cache, 0, 4000).close();
        assertThat(opened).as("used again").hasValue(0);
        copy(cache, 1, 4000).close();
        assertThat(opened).as("oldest").hasValue(1);
    }

    @Test
    void staysUnderItsLimit() throws IOException {
        FileCache cache = cache();
        for (int number = 0; number < 60; number++) {
            copy(cache, number, 1500).close();
            long sum = 0;
            for (Path file : files()) {
                sum += Files.size(file);
            }
            assertThat(sum).isLessThanOrEqualTo(LIMIT);
        }
    }

    @Test
    void filesInUseStayAndWhatDoesNotFitBesideThemFails() throws IOException {
        FileCache cache = cache();
        try (LocalFile one = copy(cache, 1, 8000);
                LocalFile two = copy(cache, 2, 7000)) {
            LakeException full = failure(cache, 2000, source(content(3, 2000)));
            assertThat(full.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
            assertThat(full).hasMessageContaining("s3://lake/bad.parquet").hasMessageContaining("16000");
            assertThat(full.hint()).contains("cache");
            assertWhole(one, 1, 8000);
            assertWhole(two, 2, 7000);
        }
        copy(cache, 3, 9000).close();
    }

    @Test
    void filesInUseThroughAnotherCacheOfTheDirectoryStay() throws IOException {
        try (LocalFile one = copy(cache(), 1, 15_000)) {
            FileCache other = cache();
            assertThat(failure(other, 2000, source(content(3, 2000))).code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
            assertWhole(one, 1, 15_000);
        }
    }

    @Test
    void aShortOrLongBodyIsNoCopy() throws IOException {
        FileCache cache = cache();
        LakeException shorter = failure(cache, 100, source(content(1, 60)));
        assertThat(shorter.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(shorter).hasMessageContaining("s3://lake/bad.parquet").hasMessageContaining("60");
        assertThat(failure(cache, 100, source(content(1, 200))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(files()).isEmpty();
    }

    @Test
    void aBodyThatBreaksOffIsNoCopy() throws IOException {
        FileCache cache = cache();
        LakeException broken = failure(cache, 100, () -> new FilterInputStream(new ByteArrayInputStream(new byte[40])) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                if (count < 0) {
                    throw new IOException("Premature end");
                }
                return count;
            }
        });
        assertThat(broken.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(broken).hasMessageContaining("40 of 100").hasMessageContaining("Premature end");
        assertThat(files()).isEmpty();
        copy(cache, 1, 100).close();
    }

    @Test
    void theNextFetchFollowsOneThatFailed() throws IOException {
        FileCache cache = cache();
        failure(cache, 12_000, source(content(1, 60)));
        try (LocalFile file = cache.copy(LAKE, "s3://lake/bad.parquet", 12_000, source(content(7, 12_000)))) {
            assertWhole(file, 7, 12_000);
        }
    }

    @Test
    void aCopyThatWasCutFromOutsideIsFetchedAgain() throws IOException {
        FileCache cache = cache();
        Path path;
        try (LocalFile file = copy(cache, 1, 1000)) {
            path = file.path();
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        Files.write(path, new byte[10]);
        try (LocalFile file = copy(cache, 1, 1000)) {
            assertWhole(file, 1, 1000);
        }
    }

    @Test
    void manyAtOnceFetchOnceAndSeeNothingHalf() throws Exception {
        // With room to spare: a file that is dropped between two uses is rightly fetched again.
        FileCache cache = DiskCache.in(directory.resolve("cache"), 10 * LIMIT);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i % 8;
                all.add(threads.submit(() -> {
                    try (LocalFile file = copy(cache, number, 1800)) {
                        assertWhole(file, number, 1800);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(opened).hasValue(8);
    }

    @Test
    void anInterruptEndsTheFetchAndWhoWaitsFetchesItself() throws Exception {
        FileCache cache = cache();
        CountDownLatch reading = new CountDownLatch(1);
        FileCache.Source endless = () -> new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                reading.countDown();
                return 0;
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<LakeException> first = threads.submit(() -> failure(cache, 1000, endless));
            reading.await();
            Future<?> second =
                    threads.submit(() -> cache.copy(LAKE, "s3://lake/bad.parquet", 1000, source(content(1, 1000)))
                            .close());
            Thread fetching = Thread.getAllStackTraces().entrySet().stream()
                    .filter(entry -> Arrays.stream(entry.getValue())
                            .anyMatch(frame -> frame.getMethodName().equals("copy")
                                    && frame.getClassName().endsWith(".Download")))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            fetching.interrupt();
            assertThat(first.get(60, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CANCELLED);
            second.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(opened).hasValue(1);
    }

    @Test
    void clearsWhatEndedProcessesLeftUnfinished() throws IOException {
        cache();
        copy(cache(), 1, 10).close();
        Path unfinished = directory.resolve("cache/unfinished");
        Path old = Files.write(unfinished.resolve("old"), new byte[10]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(100_000)));
        Path fresh = Files.write(unfinished.resolve("fresh"), new byte[10]);
        copy(cache(), 1, 10).close();
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void saysWhichDirectoryCannotBeMade() throws IOException {
        Path file = Files.write(directory.resolve("file"), new byte[1]);
        LakeException failure = failure(DiskCache.in(file.resolve("cache"), LIMIT), 10, source(new byte[10]));
        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure).hasMessageContaining(file.toString());
    }

    @Test
    void liesWhereTheSystemKeepsCaches() {
        Path home = Path.of("/home/me");
        assertThat(DiskCache.directory(new Environment(Map.of(), home, home)))
                .isEqualTo(Path.of("/home/me/.cache/mcp-buffet"));
        assertThat(DiskCache.directory(new Environment(Map.of("XDG_CACHE_HOME", "/big/disk"), home, home)))
                .isEqualTo(Path.of("/big/disk/mcp-buffet"));
    }
}
