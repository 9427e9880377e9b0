package io.mcpbuffet.snowflake.standin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Rows of DuckDB in the form of Snowflake's JSON results. */
final class Results {
    /** The first rows, and the others by URL. */
    record Encoded(ObjectNode data, Map<String, byte[]> chunks) {}

    private Results() {}

    static void types(ResultSetMetaData meta, ObjectNode data) throws SQLException {
        ArrayNode types = data.putArray("rowtype");
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            ObjectNode type = types.addObject();
            type.put("name", meta.getColumnName(i)).put("nullable", true);
            type.put("database", "").put("schema", "").put("table", "");
            type(meta.getColumnTypeName(i), type);
        }
    }

    private static void type(String duck, ObjectNode type) {
        String head = duck.endsWith("[]") ? "LIST" : duck.split("[ (]", 2)[0];
        switch (head.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN" -> type.put("type", "boolean");
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "UINTEGER" ->
                type.put("type", "fixed").put("precision", 38).put("scale", 0);
            case "DECIMAL" -> {
                String[] parts = duck.replaceAll("[^0-9,]", "").split(",", -1);
                type.put("type", "fixed").put("precision", Integer.parseInt(parts[0]));
                type.put("scale", Integer.parseInt(parts[1]));
            }
            case "FLOAT", "DOUBLE" -> type.put("type", "real");
            case "BLOB" -> type.put("type", "binary").put("length", 8388608).put("byteLength", 8388608);
            case "DATE" -> type.put("type", "date");
            case "TIME", "TIME_NS" -> type.put("type", "time").put("scale", 9);
            case "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_S", "TIMESTAMP_MS" ->
                type.put("type", duck.endsWith("ZONE") ? "timestamp_ltz" : "timestamp_ntz")
                        .put("scale", 9);
            case "JSON" -> type.put("type", "variant");
            case "LIST" -> type.put("type", "array");
            case "STRUCT", "MAP" -> type.put("type", "object");
            default -> type.put("type", "text").put("length", 16777216).put("byteLength", 16777216);
        }
    }

    static Encoded encode(ResultSet rows, long most, int inline, int perChunk, String chunkUrl) throws SQLException {
        ObjectNode data = StandInMain.JSON.createObjectNode();
        ResultSetMetaData meta = rows.getMetaData();
        types(meta, data);
        ArrayNode first = data.putArray("rowset");
        long count = 0;
        long limit = most <= 0 ? Long.MAX_VALUE : most;
        boolean more = count < limit && rows.next();
        while (more && first.size() < inline) {
            ArrayNode row = first.addArray();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                row.add(cell(rows, i));
            }
            count++;
            more = count < limit && rows.next();
        }
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        ArrayNode list = data.putArray("chunks");
        while (more) {
            Chunk chunk = new Chunk();
            while (more && chunk.rows < perChunk) {
                chunk.add(rows, meta.getColumnCount());
                count++;
                more = count < limit && rows.next();
            }
            String url = chunkUrl + "/" + list.size();
            byte[] zipped = chunk.close();
            chunks.put(url, zipped);
            list.addObject()
                    .put("url", url)
                    .put("rowCount", chunk.rows)
                    .put("uncompressedSize", chunk.size)
                    .put("compressedSize", zipped.length);
        }
        if (list.isEmpty()) {
            data.remove("chunks");
        } else {
            data.putObject("chunkHeaders").put("x-stand-in", "1");
        }
        return new Encoded(data.put("total", count).put("returned", count), chunks);
    }

    /** Rows of JSON without brackets around them, zipped. */
    private static final class Chunk {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Writer out;
        private int rows;
        private int size;

        Chunk() {
            try {
                out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void add(ResultSet from, int columns) throws SQLException {
            try {
                ArrayNode row = StandInMain.JSON.createArrayNode();
                for (int i = 1; i <= columns; i++) {
                    row.add(cell(from, i));
                }
                String text = (rows == 0 ? "" : ",") + StandInMain.JSON.writeValueAsString(row);
                out.write(text);
                size += text.getBytes(StandardCharsets.UTF_8).length;
                rows++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] close() {
            try {
                out.close();
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String cell(ResultSet rows, int column) throws SQLException {
        String type = rows.getMetaData().getColumnTypeName(column);
        if (type.startsWith("TIMESTAMP") && !type.endsWith("ZONE")) {
            LocalDateTime time = rows.getObject(column, LocalDateTime.class);
            return time == null ? null : instant(time.atOffset(ZoneOffset.UTC));
        }
        Object value = type.endsWith("ZONE") ? rows.getObject(column, OffsetDateTime.class) : rows.getObject(column);
        return value == null ? null : text(value);
    }

    private static String text(Object value) throws SQLException {
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof LocalDate date) {
            return Long.toString(date.toEpochDay());
        }
        if (value instanceof java.sql.Date date) {
            return Long.toString(date.toLocalDate().toEpochDay());
        }
        if (value instanceof LocalTime time) {
            long nanos = time.toNanoOfDay();
            return seconds(nanos / 1_000_000_000, (int) (nanos % 1_000_000_000));
        }
        if (value instanceof OffsetDateTime time) {
            return instant(time);
        }
        if (value instanceof Blob blob) {
            return HexFormat.of().withUpperCase().formatHex(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Double number && number.isInfinite()) {
            return number > 0 ? "inf" : "-inf";
        }
        return value instanceof java.sql.Array array
                ? java.util.Arrays.toString((Object[]) array.getArray())
                : value.toString();
    }

    private static String instant(OffsetDateTime time) {
        return seconds(time.toEpochSecond(), time.getNano());
    }

    /** Snowflake writes the fraction of a time before 1970 as if the seconds were cut, not floored. */
    private static String seconds(long seconds, int nanos) {
        BigDecimal exact = BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9));
        return exact.setScale(9).toPlainString();
    }
}
