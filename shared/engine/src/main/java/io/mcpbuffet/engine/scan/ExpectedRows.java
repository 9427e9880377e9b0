package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps the optimizer right about tables with deletes. It expects one in five rows to be left by the join of deletes, where nearly
 * all are, and then joins tables in a bad order. So beside that join stands a read of a Parquet file whose footer tells of the other four
 * and that has no row groups, hence no rows. Being in a union also keeps the join of deletes from being moved about among those of the
 * statement.
 */
final class ExpectedRows {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Of the rows of a scan, those that the optimizer does not expect behind a join of deletes: 4 of 5. */
    private static final int MISSED = 4;

    private static final int OF = 5;

    private ExpectedRows() {}

    /** For a table of so many rows, the file. */
    static byte[] parquet(long rows) {
        byte[] footer = footer(rows * MISSED / OF);
        return ByteBuffer.allocate(MAGIC.length * 2 + footer.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put(footer)
                .putInt(footer.length)
                .put(MAGIC)
                .array();
    }

    /** The format's FileMetaData in Thrift's compact protocol. */
    private static byte[] footer(long rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // version 1; schema of two elements: the root "schema" with one child,
        out.writeBytes(new byte[] {0x15, 2, 0x19, 0x2C, 0x48, 6, 's', 'c', 'h', 'e', 'm', 'a', 0x15, 2, 0});
        // which is an optional INT32 "c0"; num_rows
        out.writeBytes(new byte[] {0x15, 2, 0x25, 2, 0x18, 2, 'c', '0', 0, 0x16});
        long zigzag = rows << 1;
        while (zigzag >= 0x80) {
            out.write((int) (zigzag & 0x7F) | 0x80);
            zigzag >>>= 7;
        }
        out.write((int) zigzag);
        // row_groups, none; the end
        out.writeBytes(new byte[] {0x19, 0x0C, 0});
        return out.toByteArray();
    }

    /** Reads the file of a relation as if it had the relation's columns. */
    static String select(ScanRelation relation) {
        List<String> columns = new ArrayList<>();
        for (ScanField field : relation.fields()) {
            // A bare NULL would let the optimizer find out that nothing is there.
            columns.add("CASE WHEN t.c0 IS NULL THEN " + Sql.cast("NULL", field.type()) + " END");
        }
        return "SELECT " + String.join(", ", columns) + " FROM "
                + FileGroup.source(List.of(relation.expectedRows()), 1);
    }
}
