package io.mcpbuffet.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mcpbuffet.iceberg.s3.S3Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Iceberg's own S3 reader and writer against the store of the tests. */
class S3StoreTest {
    private static S3Store store;

    @BeforeAll
    static void start() {
        store = S3Store.start().bucket("lake");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static FileIO io(Map<String, String> changes) {
        Map<String, String> properties = new LinkedHashMap<>(store.properties());
        properties.putAll(changes);
        return CatalogUtil.loadFileIO(properties.remove("io-impl"), properties, null);
    }

    private static String read(FileIO io, String location) throws IOException {
        try (InputStream in = io.newInputFile(location).newStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void readsWhatItWrote() throws IOException {
        try (FileIO io = io(Map.of())) {
            try (OutputStream out = io.newOutputFile("s3://lake/a/b c.txt").create()) {
                out.write("twelve bytes".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(read(io, "s3://lake/a/b c.txt")).isEqualTo("twelve bytes");
            assertThat(io.newInputFile("s3://lake/a/b c.txt").getLength()).isEqualTo(12);
        }
    }

    @Test
    void refusesAWrongSecret() {
        store.put("lake", "locked.txt", new byte[3]);
        try (FileIO io = io(Map.of("s3.secret-access-key", "wrong"))) {
            assertThatThrownBy(() -> read(io, "s3://lake/locked.txt")).hasMessageContaining("403");
        }
    }
}
