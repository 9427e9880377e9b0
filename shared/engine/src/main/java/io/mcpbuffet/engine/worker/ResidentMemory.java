package io.mcpbuffet.engine.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resident bytes of a process: from {@code /proc}, or from {@code ps} where there is none. */
final class ResidentMemory {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB");
    private static final boolean PROC = Files.isReadable(Path.of("/proc/self/status"));

    private ResidentMemory() {}

    /** What a worker may take where one query may take so much: a second query and the Java heap beside it. */
    static long bound(long queryMemory) {
        return Math.min(2 * queryMemory + (1L << 30), physicalMemory() / 10 * 7);
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    /** Empty when the process is gone or the system does not tell. */
    static OptionalLong of(long pid) {
        try {
            return PROC ? proc(pid) : ps(pid);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong proc(long pid) throws IOException {
        Matcher line = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
        return line.find() ? kilobytes(line.group(1)) : OptionalLong.empty();
    }

    private static OptionalLong ps(long pid) throws IOException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(ps.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = out.readLine();
            return line != null && line.strip().matches("\\d{1,15}") ? kilobytes(line.strip()) : OptionalLong.empty();
        }
    }

    private static OptionalLong kilobytes(String number) {
        return OptionalLong.of(Long.parseLong(number) << 10);
    }
}
