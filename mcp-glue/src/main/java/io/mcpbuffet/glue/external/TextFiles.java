package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.FileRecords;
import io.mcpbuffet.spi.LocalFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Text files, read as rows. Safe for use by many threads.
 *
 * @param fields of the rows
 * @param rows makes a reader of lines for one file
 */
record TextFiles(TextOptions options, List<Field> fields, Supplier<TextRows> rows) {
    private static final int BUFFER = 1 << 16;

    TextFiles {
        fields = List.copyOf(fields);
    }

    /** What a field of a struct is called in rows. */
    static String key(Field field) {
        return "f" + field.id().orElseThrow();
    }

    /** The rows of a file; the copy is closed with them. UNSUPPORTED where the file cannot be read. */
    FileRecords open(LocalFile copy, String location) {
        try {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(plain(Files.newInputStream(copy.path()), location), options.charset()),
                    BUFFER);
            return new TextRecords(this, location, lines, copy, rows.get());
        } catch (IOException e) {
            copy.close();
            throw TextRecords.broken(location, e);
        } catch (LakeException e) {
            copy.close();
            throw e;
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
}
