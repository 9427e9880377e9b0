package io.mcpbuffet.engine.worker;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a worker process is started: the same Java, the same class path, and as good as nothing of the environment.
 *
 * @param words the Java command with its options
 * @param main the class to run
 */
record WorkerCommand(List<String> words, String main) {
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SystemRoot");

    WorkerCommand {
        words = List.copyOf(words);
    }

    static WorkerCommand likeThisProcess() {
        Path java = Path.of(System.getProperty("java.home"), "bin", File.separatorChar == '\\' ? "java.exe" : "java");
        List<String> words = new ArrayList<>(List.of(java.toString()));
        words.addAll(List.of(
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Dbuffet.log.level=warn",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-Xmx512m"));
        if (Runtime.version().feature() >= 22) {
            words.add("--enable-native-access=ALL-UNNAMED");
        }
        String archive = System.getProperty("buffet.worker.archive", "");
        if (!archive.isEmpty() && Files.isReadable(Path.of(archive))) {
            words.add((archive.endsWith(".aot") ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
        }
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return new WorkerCommand(words, WorkerMain.class.getName());
    }

    /** The directory takes the native library that DuckDB's driver unpacks at each start, and would leave behind when killed. */
    Process start(Path directory) throws IOException {
        List<String> line = new ArrayList<>(words);
        line.add("-Djava.io.tmpdir=" + directory);
        line.add("-XX:ErrorFile=" + directory.resolve("error.log"));
        line.add(main);
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(ENVIRONMENT);
        return builder.start();
    }
}
