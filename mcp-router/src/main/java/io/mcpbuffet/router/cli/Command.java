package io.mcpbuffet.router.cli;

import java.util.List;

/** A word of the command line and what it does. */
interface Command {
    String name();

    /** One line for the list of commands. */
    String summary();

    /** What {@code --help} prints: how it is written, and its options. */
    String help();

    /**
     * Runs it and returns the exit code of the process. Throws a LakeException, which is printed: INVALID_ARGUMENT ends with 2, any other with
     * 1.
     */
    int run(List<String> arguments, Console console);
}
