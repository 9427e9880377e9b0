package io.mcpbuffet.search;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes what {@link KnownReader} reads: a format, the tables, and a checksum. For one file. */
final class KnownWriter {
    /** Changes with the format. */
    static final int FORMAT = 0x4D425302;

    private final DataOutputStream out;

    private KnownWriter(DataOutputStream out) {
        this.out = out;
    }

    static void write(OutputStream file, Collection<Known> tables, String model) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(file, new CRC32());
        KnownWriter writer = new KnownWriter(new DataOutputStream(checked));
        writer.out.writeInt(FORMAT);
        writer.text(model);
        writer.out.writeInt(tables.size());
        for (Known known : tables) {
            writer.known(known);
        }
        long sum = checked.getChecksum().getValue();
        writer.out.writeLong(sum);
        writer.out.flush();
    }

    private void known(Known known) throws IOException {
        TableText text = known.text();
        texts(text.table().namespace().levels());
        text(text.table().name());
        texts(text.comment().stream().toList());
        out.writeInt(text.columns().size());
        for (TableText.Column column : text.columns()) {
            text(column.name());
            text(column.type());
            texts(column.notes());
            texts(column.values());
        }
        texts(text.notes());
        out.writeInt(text.joins().size());
        for (TableText.Join join : text.joins()) {
            join(join);
        }
        out.writeLong(known.read().map(at -> at.toEpochMilli()).orElse(0L));
        texts(known.version().stream().toList());
        texts(known.sampled().stream().toList());
        vector(known.vector());
        out.writeInt(known.sentence());
    }

    private void join(TableText.Join join) throws IOException {
        text(join.column());
        texts(join.to().namespace().levels());
        text(join.to().name());
        text(join.toColumn());
    }

    private void vector(Optional<Vector> vector) throws IOException {
        byte[] values = vector.map(Vector::values).orElse(new byte[0]);
        out.writeInt(values.length);
        out.write(values);
        out.writeFloat(vector.map(Vector::scale).orElse(0f));
    }

    private void texts(List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(text);
        }
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
