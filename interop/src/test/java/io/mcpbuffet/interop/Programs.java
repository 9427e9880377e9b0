package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.observe.Canary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where the program is, and how processes are run to their end. */
final class Programs {
    static final Path ROOT =
            Path.of(System.getProperty("root", "..")).toAbsolutePath().normalize();
    static final Path MODULE = ROOT.resolve("interop");

    /** One for each process that runs tests. */
    static final Path DEMO = MODULE.resolve("target/demo-" + System.getProperty("fork", "1"));

    private static final List<String> DEMONSTRATION =
            List.of(ROOT.resolve("buffet").toString(), "demo", "--serve", "--dir", DEMO.toString());
    private static final long MINUTES = 5;
    private static boolean prepared;

    private Programs() {}

    /** The demo lakehouse over standard input and output, as the README starts it. */
    static List<String> demo(String... more) {
        prepare();
        List<String> command = new ArrayList<>(DEMONSTRATION);
        command.addAll(List.of(more));
        return command;
    }

    /**
     * Makes the demo lakehouse, and what lets the command start faster, before anybody waits for it: clients give a server a minute to
     * start.
     */
    static synchronized void prepare() {
        if (!prepared) {
            Ended made = run(MODULE, "", DEMONSTRATION);
            assertThat(made.code()).as(made.err()).isZero();
            prepared = true;
        }
    }

    static Ended buffet(String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("buffet").toString()));
        command.addAll(List.of(arguments));
        return run(MODULE, "", command);
    }

    /** What a process leaves: its exit code and both of its streams. */
    record Ended(int code, String out, String err) {
        Ended {
            Canary.none(out);
            Canary.none(err);
        }
    }

    static Ended run(Path directory, String input, List<String> command) {
        try {
            Path err = Files.createTempFile("interop", ".err");
            Path out = Files.createTempFile("interop", ".out");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(err.toFile())
                    .redirectOutput(out.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
            Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(err);
            Files.delete(out);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
