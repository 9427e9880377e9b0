package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.LocalFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The rows of one text file, without those lines at its ends that are none. */
final class TextRecords implements FileRecords {
    private final TextFiles text;
    private final String location;
    private final BufferedReader lines;
    private final LocalFile copy;
    private final TextRows rows;
    private final int header;
    private final int footer;
    private final Deque<String> held = new ArrayDeque<>();
    private long number;

    TextRecords(TextFiles text, String location, BufferedReader lines, LocalFile copy, TextRows rows) {
        this.text = text;
        this.location = location;
        this.lines = lines;
        this.copy = copy;
        this.rows = rows;
        this.header = text.options().header();
        this.footer = text.options().footer();
    }

    @Override
    public List<Field> fields() {
        return text.fields();
    }

    @Override
    public Optional<List<Object>> next() {
        try {
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    return Optional.empty();
                }
                number++;
                if (number > header) {
                    held.add(line);
                }
                if (held.size() > footer) {
                    return Optional.of(row(held.remove()));
                }
            }
        } catch (IOException e) {
            throw broken(location, e);
        }
    }

    private List<Object> row(String line) {
        try {
            return rows.row(line);
        } catch (LakeException e) {
            throw LakeException.of(
                            e.code(),
                            "Line " + (number - footer) + " of the file " + location + " cannot be read: "
                                    + e.getMessage(),
                            e)
                    .hint("The SerDe parameter ignore.malformed.json makes such lines rows of NULL");
        }
    }

    static LakeException broken(String location, IOException e) {
        return LakeException.unavailable("The file " + location + " cannot be read to its end: " + e.getMessage(), e)
                .hint("Check that the file is whole");
    }

    @Override
    public void close() {
        try (copy) {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
