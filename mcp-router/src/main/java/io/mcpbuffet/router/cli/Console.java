package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.Environment;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Logs;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a command is given of the process it runs in.
 *
 * @param out standard output: what was asked for, and nothing else
 * @param err standard error: progress, notes and what is wrong
 * @param home the directory of the installation, which holds the {@code buffet} command
 * @param colours whether standard output is a terminal that shows colours
 */
record Console(
        InputStream in,
        OutputStream raw,
        PrintStream out,
        PrintStream err,
        Environment environment,
        Path home,
        boolean colours) {
    /** @param out the real standard output */
    static Console system(OutputStream out) {
        Environment environment = Environment.system();
        Path home = Path.of(
                System.getProperty("buffet.home", environment.directory().toString()));
        return new Console(
                new FileInputStream(FileDescriptor.in),
                out,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                environment,
                home,
                Boolean.getBoolean("buffet.terminal")
                        && environment.variable("NO_COLOR").isEmpty());
    }

    /** What starts this program: the command at the root of the installation, or else Java. */
    List<String> self() {
        Path command = home.resolve("buffet");
        return Files.isExecutable(command) ? List.of(command.toString()) : java(BuffetMain.class);
    }

    /** Another class with a main method in a process like this one. */
    static List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dbuffet.log.level=error",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    /** A line on standard error that says who speaks. */
    void note(String text) {
        err.println("buffet: " + Logs.masked(text));
    }

    void complain(LakeException e) {
        note(e.catalog().map(name -> "catalog '" + name + "': ").orElse("") + e.getMessage());
        if (!e.hint().isEmpty()) {
            err.println(Logs.masked(e.hint()));
        }
    }
}
