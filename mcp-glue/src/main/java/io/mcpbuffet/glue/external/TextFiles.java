package io.mcpbuffet.glue.external;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.spi.LocalFile;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Text files, written anew as rows that the engine reads. Safe for use by many threads.
 *
 * @param rows makes a reader of lines for one file
 */
record TextFiles(TextOptions options, Supplier<TextRows> rows) {
    private static final int BUFFER = 1 << 16;
    private static final int CHECKED = 1000;

    /** Rows in a temporary file, which is deleted when the answer is closed. UNSUPPORTED where the file cannot be read. */
    LocalFile written(Path source, String location) {
        try {
            Path target = Files.createTempFile("buffet-rows", ".json");
            boolean done = false;
            try {
                write(source, target, location);
                done = true;
            } finally {
                if (!done) {
                    Files.deleteIfExists(target);
                }
            }
            return LocalFile.held(target, () -> delete(target));
        } catch (IOException e) {
            throw LakeException.unavailable("The file " + location + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path source, Path target, String location) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                        new InputStreamReader(plain(Files.newInputStream(source), location), options.charset()),
                        BUFFER);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(target), BUFFER);
                JsonGenerator out = Json.MAPPER.getFactory().createGenerator(file, JsonEncoding.UTF8)) {
            out.setRootValueSeparator(null);
            copy(lines, out, location);
        }
    }

    /** Hadoop tells by the name of a file how it is compressed. */
    private static InputStream plain(InputStream in, String location) throws IOException {
        String name = location.toLowerCase(Locale.ROOT);
        String end = name.substring(name.lastIndexOf('.') + 1);
        return switch (end) {
            case "gz" -> new GZIPInputStream(in, BUFFER);
            case "deflate" -> new InflaterInputStream(in);
            case "bz2", "snappy", "lz4", "lzo", "zst" -> {
                in.close();
                throw LakeException.unsupported("The file " + location + " is compressed as " + end
                        + ", and text files are read here as they are or with gz or deflate");
            }
            default -> in;
        };
    }

    private void copy(BufferedReader lines, JsonGenerator out, String location) throws IOException {
        TextRows reader = rows.get();
        Deque<String> held = new ArrayDeque<>();
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (number % CHECKED == 0 && Thread.currentThread().isInterrupted()) {
                throw LakeException.of(
                        ErrorCode.CANCELLED, "The call was cancelled while the file " + location + " was read");
            }
            if (number > options.header()) {
                held.add(line);
                if (held.size() > options.footer()) {
                    row(reader, held.remove(), out, location, number - options.footer());
                }
            }
        }
    }

    private static void row(TextRows reader, String line, JsonGenerator out, String location, long number)
            throws IOException {
        try {
            out.writeStartObject();
            reader.write(line, out);
            out.writeEndObject();
            out.writeRaw('\n');
        } catch (LakeException e) {
            throw LakeException.of(
                            e.code(),
                            "Line " + number + " of the file " + location + " cannot be read: " + e.getMessage(),
                            e)
                    .hint("The SerDe parameter ignore.malformed.json makes such lines rows of NULL");
        }
    }
}
