package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.CatalogConfig;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.config.Output;
import io.mcpbuffet.config.ServiceConfig;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.server.BuffetServer;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Diagnosable;
import io.mcpbuffet.spi.FakeCatalog;
import io.mcpbuffet.spi.FakeEngineProvider;
import io.mcpbuffet.spi.FakeProvider;
import io.mcpbuffet.spi.FakeTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @Test
    void readsARowOfEachCatalogAndSaysWhatToFix(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("files"));
        Files.writeString(directory.resolve("files/prices.csv"), "item,price\na,1\n");
        Files.writeString(
                directory.resolve("buffet.yaml"),
                """
                catalogs:
                  files: {kind: duckdb, path: files}
                  gone:  {kind: duckdb, path: gone.duckdb}
                """);
        CommandLine line = CommandLine.in(directory);
        CommandLine.Ended all = line.run("doctor");
        assertThat(all.code()).isEqualTo(1);
        assertThat(all.out())
                .containsPattern("ok +connect +\\d+ ms")
                .containsPattern("ok +list tables +\\d+ ms +such as files.main.prices")
                .containsPattern("ok +load a table +\\d+ ms +2 columns")
                .containsPattern("ok +read a row +\\d+ ms +1 row")
                .containsPattern("FAIL +connect +\\d+ ms +[A-Z_]+: There is no file .*gone.duckdb")
                .containsPattern("To fix: ");
        CommandLine.Ended one = line.run("doctor", "files");
        assertThat(one.code()).isZero();
        assertThat(one.out()).doesNotContain("gone");
        assertThat(line.run("doctor", "flies").err()).contains("Did you mean files?");
    }

    @Test
    void makesTheProbesOfACatalogUpToTheFirstThatFails() {
        String text = examined(List.of(
                new Diagnosable.Probe("exchange the token", () -> "valid for 1 h"),
                new Diagnosable.Probe("read the role", () -> {
                    throw LakeException.of(ErrorCode.PERMISSION_DENIED, "The role is not granted")
                            .hint("Grant it");
                }),
                new Diagnosable.Probe("never made", () -> "")));
        assertThat(text)
                .containsPattern("ok +exchange the token +\\d+ ms +valid for 1 h")
                .containsPattern("FAIL +read the role +\\d+ ms +PERMISSION_DENIED: The role is not granted")
                .contains("To fix: Grant it")
                .doesNotContain("never made", "list tables");
    }

    private static String examined(List<Diagnosable.Probe> probes) {
        Catalog catalog = new Patient(new FakeCatalog("lake").with("sales.orders", FakeTable.plain()), probes);
        BuffetConfig config = new BuffetConfig(
                Optional.empty(),
                Map.of("lake", new CatalogConfig("lake", "fake", Map.of())),
                Limits.DEFAULT,
                Output.BOTH,
                Map.of(),
                ServiceConfig.DEFAULT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BuffetServer server =
                BuffetServer.open(config, List.of(FakeProvider.of(catalog)), new FakeEngineProvider())) {
            new Doctor(server, new PrintStream(out, true, StandardCharsets.UTF_8))
                    .examine(server.lakehouse().sources());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** A fake catalog that has probes. */
    private record Patient(Catalog fake, List<Diagnosable.Probe> probes) implements Catalog, Diagnosable {
        @Override
        public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
            return fake.namespaces(parent, page);
        }

        @Override
        public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
            return fake.tables(namespace, page);
        }

        @Override
        public TableInfo table(TableRef table, AsOf asOf) {
            return fake.table(table, asOf);
        }

        @Override
        public void ping() {
            fake.ping();
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
