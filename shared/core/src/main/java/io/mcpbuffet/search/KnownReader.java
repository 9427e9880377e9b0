package io.mcpbuffet.search;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/** Reads what {@link KnownWriter} wrote. For one file. */
final class KnownReader {
    private static final int LONGEST = 1 << 20;
    private static final int MOST = 1 << 24;

    private final DataInputStream in;
    private final String catalog;
    private final boolean vectors;

    private KnownReader(DataInputStream in, String catalog, boolean vectors) {
        this.in = in;
        this.catalog = catalog;
        this.vectors = vectors;
    }

    /** IOException for a file of another format, or one that is damaged; vectors of another model are left out. */
    static Map<TableRef, Known> read(InputStream file, String catalog, String model) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(file, new CRC32());
        DataInputStream in = new DataInputStream(checked);
        if (in.readInt() != KnownWriter.FORMAT) {
            throw new IOException("it has another format");
        }
        String writtenWith = text(in);
        KnownReader reader = new KnownReader(in, catalog, writtenWith.equals(model));
        Map<TableRef, Known> tables = new HashMap<>();
        int count = size(in, MOST);
        for (int i = 0; i < count; i++) {
            Known known = reader.known();
            tables.put(known.text().table(), known);
        }
        long sum = checked.getChecksum().getValue();
        if (in.readLong() != sum) {
            throw new IOException("it is damaged");
        }
        return tables;
    }

    private Known known() throws IOException {
        TableRef table = table();
        Optional<String> comment = texts().stream().findFirst();
        List<TableText.Column> columns = new ArrayList<>();
        int columnCount = size(in, MOST);
        for (int i = 0; i < columnCount; i++) {
            columns.add(new TableText.Column(text(in), text(in), texts(), texts()));
        }
        List<String> notes = texts();
        List<TableText.Join> joins = new ArrayList<>();
        int joinCount = size(in, MOST);
        for (int i = 0; i < joinCount; i++) {
            joins.add(new TableText.Join(text(in), table(), text(in), TableText.Origin.DECLARED));
        }
        long read = in.readLong();
        Optional<String> version = texts().stream().findFirst();
        return new Known(
                new TableText(table, comment, columns, notes, joins),
                read == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(read)),
                version,
                texts().stream().findFirst(),
                vector(),
                in.readInt());
    }

    private TableRef table() throws IOException {
        return new TableRef(catalog, new Namespace(texts()), text(in));
    }

    private Optional<Vector> vector() throws IOException {
        byte[] values = in.readNBytes(size(in, LONGEST));
        float scale = in.readFloat();
        return vectors && values.length > 0 ? Optional.of(Vector.of(values, scale)) : Optional.empty();
    }

    private List<String> texts() throws IOException {
        int count = size(in, MOST);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    private static String text(DataInputStream in) throws IOException {
        int length = size(in, LONGEST);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("it ends too early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A damaged size takes no memory. */
    private static int size(DataInputStream in, int most) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > most) {
            throw new IOException("it is damaged");
        }
        return size;
    }
}
