package io.mcpbuffet.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that are made from code and committed, so that a change shows in review: a test fails where they differ, and only {@code
 * -Dupdate-snapshots=true} rewrites them.
 */
public final class Committed {
    private static final String UPDATE = "update-snapshots";

    private Committed() {}

    /** Compares a server's {@code tools/list} with its committed snapshot, such as {@code src/test/resources/tools.json}. */
    public static void tools(Path file, List<Tool> tools) {
        text(file, pretty(tools));
    }

    /** Compares a text with the file; a line break at the end is part of it. */
    public static void text(Path file, String expected) {
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, expected);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("%s is not what the code makes; rewrite it with -D%s=true", file, UPDATE)
                    .isEqualTo(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of {@code tools/list}, as it is sent. */
    public static int bytes(List<Tool> tools) {
        return Json.bytes(ToolList.json(tools));
    }

    private static String pretty(List<Tool> tools) {
        return ToolList.json(tools).toPrettyString().replace("\r\n", "\n") + "\n";
    }
}
