package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.snowflake.client.jdbc.internal.apache.arrow.memory.RootAllocator;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.BigIntVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.FieldVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VarCharVector;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.VectorSchemaRoot;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.ipc.ArrowStreamWriter;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.ArrowType;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.Field;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.FieldType;
import net.snowflake.client.jdbc.internal.apache.arrow.vector.types.pojo.Schema;

/** Integers and texts of DuckDB in the form of Snowflake's Arrow results. */
final class ArrowRows {
    private ArrowRows() {}

    static Results.Encoded encode(ResultSet rows) throws SQLException {
        ObjectNode data = StandInMain.JSON.createObjectNode();
        Results.types(rows.getMetaData(), data);
        List<Field> fields = new ArrayList<>();
        data.path("rowtype").forEach(type -> {
            boolean number = type.path("type").asText().equals("fixed");
            Map<String, String> notes = new LinkedHashMap<>();
            notes.put("logicalType", number ? "FIXED" : "TEXT");
            notes.put("precision", "38");
            notes.put("scale", "0");
            ArrowType arrow = number ? new ArrowType.Int(64, true) : new ArrowType.Utf8();
            fields.add(new Field(type.path("name").asText(), new FieldType(true, arrow, null, notes), null));
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RootAllocator memory = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), memory);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, out)) {
            int count = 0;
            while (rows.next()) {
                for (int i = 0; i < fields.size(); i++) {
                    set(root.getVector(i), count, rows, i + 1);
                }
                count++;
            }
            root.setRowCount(count);
            writer.start();
            writer.writeBatch();
            writer.end();
            data.put("rowsetBase64", Base64.getEncoder().encodeToString(out.toByteArray()));
            data.put("queryResultFormat", "arrow").put("total", count).put("returned", count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Results.Encoded(data, Map.of());
    }

    private static void set(FieldVector vector, int row, ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            vector.setNull(row);
        } else if (vector instanceof BigIntVector numbers) {
            numbers.setSafe(row, Long.parseLong(text));
        } else {
            ((VarCharVector) vector).setSafe(row, StandInMain.utf8(text));
        }
    }
}
