package io.mcpbuffet.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.mcpbuffet.cache.DiskCache;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.FileCache.Owner;
import io.mcpbuffet.spi.LocalFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file cache on a disk that is smaller than its limit. */
class FullDiskTest {
    private static final int BLOCK = 8192;
    private static final Owner LAKE = new Owner("lake", Map.of());

    private final FileSystem disk = Jimfs.newFileSystem(Configuration.unix().toBuilder()
            .setAttributeViews("basic", "posix")
            .setMaxSize(8 * BLOCK)
            .build());
    private final DiskCache cache = DiskCache.in(disk.getPath("/cache"), 1L << 30);

    private LocalFile copy(String name, int length) {
        return cache.copy(LAKE, "s3://lake/" + name, length, () -> new ByteArrayInputStream(new byte[length]));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(disk.getPath("/cache"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getParent().endsWith("locks"))
                    .toList();
        }
    }

    @Test
    void olderCopiesMakeRoom() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (LocalFile file = copy("f" + i, 3 * BLOCK)) {
                assertThat(Files.size(file.path())).isEqualTo(3 * BLOCK);
            }
        }
        assertThat(files()).hasSize(2);
    }

    @Test
    void saysThatTheDiskIsFullAndLeavesNothingHalf() throws IOException {
        LakeException full = catchThrowableOfType(LakeException.class, () -> copy("huge", 20 * BLOCK));
        assertThat(full.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(full).hasMessageContaining("/cache").hasMessageContaining("full");
        assertThat(files()).isEmpty();
        try (LocalFile used = copy("small", 6 * BLOCK)) {
            assertThat(catchThrowableOfType(LakeException.class, () -> copy("more", 4 * BLOCK))
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(files()).containsExactly(used.path());
        }
    }
}
