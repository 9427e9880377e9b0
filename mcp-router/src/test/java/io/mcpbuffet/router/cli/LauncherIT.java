package io.mcpbuffet.router.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.observe.Canary;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command at the root, over modules that are packaged: a copy of it in a directory with a space in its name. */
@Timeout(180)
class LauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path NEWER_JDK = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
    private static final String HELLO =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}\n";

    @TempDir
    private static Path directory;

    private static Path buffet;

    private final List<Process> started = new ArrayList<>();

    /** How a process ended. */
    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void install() throws IOException {
        Path home = Files.createDirectories(directory.resolve("a place of its own"));
        Path target = Files.createDirectories(home.resolve("mcp-router").resolve("target"));
        buffet = Files.copy(ROOT.resolve("buffet"), home.resolve("buffet"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(ROOT.resolve("mcp-router/target/mcp-router.jar"), target.resolve("mcp-router.jar"));
        Files.createSymbolicLink(target.resolve("lib"), ROOT.resolve("mcp-router/target/lib"));
    }

    @AfterEach
    void kill() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void startsFromAnywhereThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link to it"), Path.of("a place of its own", "buffet"));
        Ended ended = run(builder(link, "--version").directory(new File("/")));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
                .startsWith("buffet ")
                .contains("Java " + Runtime.version().feature());
        assertThat(ended.out().lines()).hasSize(1);
    }

    @Test
    void isTheJavaProcessItselfAndEndsWhenTold() throws Exception {
        Process process = start(builder(buffet, "demo", "--serve"));
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        process.getOutputStream().write(HELLO.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        JsonNode answer = Json.read(answers.readLine());
        assertThat(answer.at("/result/serverInfo/name").asText()).isEqualTo("mcp-buffet");
        assertThat(process.info().command().orElse("java")).endsWith("java");
        process.toHandle().destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(answers.readLine()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"--surface unified, true", "--http 127.0.0.1:0, false", "--http=127.0.0.1:0, false"})
    void leavesTheBetterCompilerToServersOverHttp(String flags, boolean without) throws Exception {
        Path told = Files.createDirectories(directory.resolve("told").resolve("bin"))
                .getParent();
        Path java = Files.writeString(told.resolve("bin/java"), "#!/bin/sh\necho \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(told.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(flags.split(" ", -1)));
        ProcessBuilder builder = builder(buffet, words.toArray(String[]::new));
        builder.environment().put("JAVA_HOME", told.toString());
        Ended ended = run(builder);
        assertThat(ended.out()).endsWith("BuffetMain serve " + flags + "\n");
        assertThat(ended.out().contains(" -XX:TieredStopAtLevel=1 ")).isEqualTo(without);
    }

    @Test
    void servesTheDemoWhereNothingIsConfiguredAndSaysSo() throws Exception {
        ProcessBuilder builder = builder(buffet, "serve").directory(directory.toFile());
        builder.environment().put("BUFFET_JAVA_OPTIONS", "-Duser.home=" + directory);
        Process process = start(builder);
        process.getOutputStream().write(HELLO.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        Ended ended = end(process, builder.redirectError().file().toPath());
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().lines()).hasSize(1);
        assertThat(Json.read(ended.out()).at("/result/instructions").asText()).contains("sales, crm, ops");
        assertThat(ended.err()).contains("no configuration found, so this is the demo lakehouse");
    }

    @Test
    void saysWhatIsWrongWithJava() throws Exception {
        ProcessBuilder builder = builder(buffet, "--version");
        builder.environment().put("JAVA_HOME", "/no/such/java");
        Ended ended = run(builder);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEqualTo("buffet: JAVA_HOME is '/no/such/java', but there is no bin/java in it\n");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        Path old =
                Files.createDirectories(directory.resolve("old").resolve("bin")).getParent();
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/true"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        ProcessBuilder builder = builder(buffet, "--version");
        builder.environment().put("JAVA_HOME", old.toString());
        assertThat(run(builder).err()).contains("Java 11.0.2", "is too old; JDK 17 or newer is needed");
    }

    @Test
    void runsOnANewerJavaWithoutAWord() throws Exception {
        assumeTrue(Files.isDirectory(NEWER_JDK), "no newer JDK is installed");
        ProcessBuilder builder = builder(buffet, "query", "SELECT 41 + 1 AS answer", "--config", configuration());
        builder.environment().put("JAVA_HOME", NEWER_JDK.toString());
        run(builder);
        Ended again = run(builder);
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).startsWith("answer\n42\n");
    }

    @Test
    void namesAnOptionalModuleThatThereIsNot() throws Exception {
        ProcessBuilder builder = builder(buffet, "--version");
        builder.environment().put("BUFFET_WITH", "orc parquet");
        Ended ended = run(builder);
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("buffet: BUFFET_WITH names 'parquet'; there are embeddings and orc\n");
    }

    @Test
    void putsOptionalModulesAndJarsOfOthersBehindTheProgram() throws Exception {
        Path module = Files.createDirectories(buffet.resolveSibling("shared/orc/target/lib"));
        Files.createFile(module.resolveSibling("buffet-orc.jar"));
        ProcessBuilder builder = builder(buffet, "serve", "duckdb", "--path", directory.toString());
        builder.environment().put("BUFFET_WITH", "orc");
        builder.environment().put("BUFFET_CLASSPATH", "/some/where/*");
        Process process = start(builder);
        process.getOutputStream().write(HELLO.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        process.inputReader(StandardCharsets.UTF_8).readLine();
        assertThat(String.join(" ", process.info().arguments().orElseThrow()))
                .contains("/mcp-router.jar:" + module.resolveSibling("buffet-orc.jar") + ":" + module
                        + "/*:/some/where/* ");
    }

    private static String configuration() throws IOException {
        Files.createDirectories(directory.resolve("files"));
        Files.writeString(directory.resolve("files/a.csv"), "id\n1\n");
        return Files.writeString(directory.resolve("files.yaml"), "catalogs:\n  files: {kind: duckdb, path: files}\n")
                .toString();
    }

    private static ProcessBuilder builder(Path command, String... arguments) {
        List<String> words = new ArrayList<>(List.of(command.toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("BUFFET_CONFIG");
        return builder;
    }

    private Process start(ProcessBuilder builder) throws IOException {
        File log = Files.createTempFile(directory, "stderr", "").toFile();
        Process process = builder.redirectError(log).start();
        started.add(process);
        return process;
    }

    private Ended run(ProcessBuilder builder) throws Exception {
        Process process = start(builder);
        process.getOutputStream().close();
        return end(process, builder.redirectError().file().toPath());
    }

    private static Ended end(Process process, Path log) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), Canary.none(out), Canary.none(Files.readString(log)));
    }
}
