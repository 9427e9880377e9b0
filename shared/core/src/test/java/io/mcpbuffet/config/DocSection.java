package io.mcpbuffet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A part of a documentation page that is made from code: a test fails where it differs, {@code -Dupdate-snapshots=true} rewrites it. */
public final class DocSection {
    private DocSection() {}

    /** Compares what stands between {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}. */
    public static void check(Path page, String name, String expected) {
        try {
            String begin = "<!-- begin " + name + " -->\n";
            String end = "<!-- end " + name + " -->\n";
            String text = Files.readString(page);
            assertThat(text).contains(begin, end);
            int from = text.indexOf(begin) + begin.length();
            int to = text.indexOf(end);
            if (Boolean.getBoolean("update-snapshots")) {
                Files.writeString(page, text.substring(0, from) + expected + text.substring(to));
                return;
            }
            assertThat(text.substring(from, to))
                    .as("%s in %s is not what the code makes; rewrite it with -Dupdate-snapshots=true", name, page)
                    .isEqualTo(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The properties of a kind as a table. */
    public static String properties(Kind kind) {
        return "| property | meaning |\n|---|---|\n"
                + kind.properties().stream().map(DocSection::row).collect(Collectors.joining());
    }

    private static String row(Kind.Property property) {
        String notes = (property.required() ? "Required. " : "") + (property.secret() ? "Secret. " : "");
        return "| `" + property.name() + "` | " + notes + property.description() + " |\n";
    }
}
