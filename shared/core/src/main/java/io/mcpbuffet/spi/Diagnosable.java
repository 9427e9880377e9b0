package io.mcpbuffet.spi;

import java.util.List;
import java.util.function.Supplier;

/** The ability of a catalog that can be checked in more ways than by listing and reading: for {@code buffet doctor}. */
public interface Diagnosable {
    /** In the order in which they make sense; each is made only where those before it succeeded. */
    List<Probe> probes();

    /**
     * One thing to check.
     *
     * @param name two or three words, such as {@code exchange the token}
     * @param check returns what was found in a few words, without secrets, and throws a LakeException whose hint says what to fix
     */
    record Probe(String name, Supplier<String> check) {}
}
