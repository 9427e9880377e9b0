package io.mcpbuffet.router.cli;

import io.mcpbuffet.config.Environment;
import io.mcpbuffet.observe.Canary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs commands in this process as if they were typed in a directory that is the home directory as well. */
record CommandLine(Path directory, Map<String, String> variables, String input) {
    /** How a command ended. */
    record Ended(int code, String out, String err) {
        Ended {
            Canary.none(out);
            Canary.none(err);
        }
    }

    static CommandLine in(Path directory) {
        return new CommandLine(directory, Map.of(), "");
    }

    CommandLine with(String variable, String value) {
        return new CommandLine(directory, Map.of(variable, value), input);
    }

    CommandLine typing(String text) {
        return new CommandLine(directory, variables, text);
    }

    Ended run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                out,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new Environment(variables, directory, directory),
                directory,
                false);
        int code = BuffetMain.run(console, arguments);
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
