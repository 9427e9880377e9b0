package io.mcpbuffet.engine.worker;

import io.mcpbuffet.spi.RowBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Batches of rows as bytes between host and worker. No bytes at all are the end of the rows. */
final class RowFrames {
    private static final byte LONGS = 1;
    private static final byte DOUBLES = 2;
    private static final byte TEXTS = 3;
    private static final byte BINARIES = 4;

    static final byte[] END = new byte[0];

    private RowFrames() {}

    static byte[] encode(RowBatch batch) {
        List<byte[][]> cells = new ArrayList<>(batch.columns().size());
        int size = Integer.BYTES;
        for (RowBatch.Column column : batch.columns()) {
            byte[][] bytes = cells(column, batch.rows());
            cells.add(bytes);
            size += 1
                    + (bytes == null
                            ? nulls(column).length + 4 + Long.BYTES * batch.rows()
                            : size(bytes, batch.rows()));
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.putInt(batch.rows());
        for (int i = 0; i < cells.size(); i++) {
            put(out, batch.columns().get(i), cells.get(i), batch.rows());
        }
        return out.array();
    }

    private static byte[][] cells(RowBatch.Column column, int rows) {
        if (column instanceof RowBatch.Binaries binaries) {
            return binaries.values();
        }
        if (!(column instanceof RowBatch.Texts texts)) {
            return null;
        }
        byte[][] cells = new byte[rows][];
        for (int i = 0; i < rows; i++) {
            String text = texts.values()[i];
            cells[i] = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        return cells;
    }

    private static int size(byte[][] cells, int rows) {
        int size = Integer.BYTES * rows;
        for (int i = 0; i < rows; i++) {
            size += cells[i] == null ? 0 : cells[i].length;
        }
        return size;
    }

    private static byte[] nulls(RowBatch.Column column) {
        return column instanceof RowBatch.Longs longs
                ? longs.nulls().toByteArray()
                : ((RowBatch.Doubles) column).nulls().toByteArray();
    }

    private static void put(ByteBuffer out, RowBatch.Column column, byte[][] cells, int rows) {
        if (cells != null) {
            out.put(column instanceof RowBatch.Texts ? TEXTS : BINARIES);
            for (int i = 0; i < rows; i++) {
                out.putInt(cells[i] == null ? -1 : cells[i].length);
                if (cells[i] != null) {
                    out.put(cells[i]);
                }
            }
            return;
        }
        byte[] nulls = nulls(column);
        out.put(column instanceof RowBatch.Longs ? LONGS : DOUBLES);
        out.putInt(nulls.length).put(nulls);
        if (column instanceof RowBatch.Longs longs) {
            out.asLongBuffer().put(longs.values(), 0, rows);
        } else {
            out.asDoubleBuffer().put(((RowBatch.Doubles) column).values(), 0, rows);
        }
        out.position(out.position() + Long.BYTES * rows);
    }

    static RowBatch decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int rows = in.getInt();
        List<RowBatch.Column> columns = new ArrayList<>();
        while (in.hasRemaining()) {
            columns.add(column(in, rows));
        }
        return new RowBatch(rows, columns);
    }

    private static RowBatch.Column column(ByteBuffer in, int rows) {
        byte kind = in.get();
        if (kind == TEXTS) {
            String[] texts = new String[rows];
            for (int i = 0; i < rows; i++) {
                texts[i] = text(in);
            }
            return new RowBatch.Texts(texts);
        }
        if (kind == BINARIES) {
            byte[][] cells = new byte[rows][];
            for (int i = 0; i < rows; i++) {
                cells[i] = cell(in);
            }
            return new RowBatch.Binaries(cells);
        }
        byte[] nulls = new byte[in.getInt()];
        in.get(nulls);
        RowBatch.Column column = numbers(in, kind, rows, BitSet.valueOf(nulls));
        in.position(in.position() + Long.BYTES * rows);
        return column;
    }

    private static RowBatch.Column numbers(ByteBuffer in, byte kind, int rows, BitSet nulls) {
        if (kind == LONGS) {
            long[] values = new long[rows];
            in.asLongBuffer().get(values);
            return new RowBatch.Longs(values, nulls);
        }
        double[] values = new double[rows];
        in.asDoubleBuffer().get(values);
        return new RowBatch.Doubles(values, nulls);
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    private static byte[] cell(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        byte[] cell = new byte[length];
        in.get(cell);
        return cell;
    }
}
