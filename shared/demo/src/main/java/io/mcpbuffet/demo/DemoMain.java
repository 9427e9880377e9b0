package io.mcpbuffet.demo;

import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Makes the demo lakehouse in a directory, where it is not there yet. A short-lived process of its own: it loads DuckDB. */
public final class DemoMain {
    private DemoMain() {}

    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: DemoMain DIRECTORY");
            System.exit(2);
        }
        try {
            DemoLakehouse.at(Path.of(args[0])).ensure();
        } catch (LakeException | UncheckedIOException | IOException e) {
            System.err.println("The demo lakehouse could not be made in " + args[0] + ": " + e.getMessage());
            System.exit(1);
        }
    }
}
