package io.mcpbuffet.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One cache directory, several processes. */
class CacheProcessesTest {
    @TempDir
    private Path directory;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                CacheUser.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void whatAnotherProcessUsesStaysUntilItEnds() throws Exception {
        DiskCache cache = DiskCache.in(directory, 1000);
        Process other = start("hold", directory.toString(), "1000");
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8));
        Path held = Path.of(lines.readLine());
        assertThat(held).exists();
        LakeException full = catchThrowableOfType(LakeException.class, () -> CacheUser.take(cache, 1, 500));
        assertThat(full.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(held).exists();
        other.destroyForcibly().waitFor();
        CacheUser.take(cache, 1, 500).close();
        assertThat(held).doesNotExist();
    }

    @Test
    void processesThatFillAndDeleteAtOnceSeeWholeFiles() throws Exception {
        List<Process> all = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            all.add(start("use", directory.toString(), "2000", Integer.toString(seed)));
        }
        for (Process each : all) {
            end(each);
        }
    }
}
