package io.mcpbuffet.router.cli;

import io.mcpbuffet.demo.DemoLakehouse;
import io.mcpbuffet.demo.DemoMain;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the demo lakehouse is, or will be. */
record DemoDirectory(Path path) {
    /** Beside the {@code buffet} command, wherever it is called from. */
    static DemoDirectory standard(Console console) {
        return new DemoDirectory(console.home().resolve(".buffet").resolve("demo"));
    }

    static DemoDirectory of(String directory, Console console) {
        return new DemoDirectory(
                console.environment().directory().resolve(directory).normalize());
    }

    /** The configuration of the lakehouse, which is made by a process of its own where it is missing: this one never loads DuckDB. */
    Path ensure(Console console) {
        DemoLakehouse lakehouse = DemoLakehouse.at(path);
        if (lakehouse.isReady()) {
            return lakehouse.configuration();
        }
        console.note("making the demo lakehouse (about 1.2 million rows, some seconds)");
        int code = make();
        if (code != 0 || !lakehouse.isReady()) {
            throw LakeException.of(ErrorCode.UNAVAILABLE, "The demo lakehouse could not be made in " + path)
                    .hint("Give another directory with buffet demo --dir DIR");
        }
        return lakehouse.configuration();
    }

    private int make() {
        List<String> command = new ArrayList<>(Console.java(DemoMain.class));
        command.add(path.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.waitFor();
        } catch (IOException e) {
            throw LakeException.unavailable("The process that makes the demo lakehouse did not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LakeException.of(ErrorCode.CANCELLED, "Making the demo lakehouse was interrupted", e);
        }
    }
}
