package io.mcpbuffet.engine.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanRecords;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.FileRecords;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the rows of a file that the engine cannot read as lines of JSON, which it can. One row at a time is in memory. */
record RecordWriter(ScanFiles space, List<ScanField> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** LIMIT_EXCEEDED where the query takes more of the disk than it may; CANCELLED where the thread is interrupted. */
    static ScanRecords write(FileRecords rows, ScanFiles space) {
        List<ScanField> fields = SqlTypes.fields(rows.fields());
        Path json = space.next(".json");
        long longest = new RecordWriter(space, fields).write(rows, json);
        return new ScanRecords(json.toString(), space.next(".parquet").toString(), fields, longest);
    }

    private long write(FileRecords rows, Path file) {
        long longest = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (Optional<List<Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
                byte[] line = line(row.get());
                space.take(line.length);
                out.write(line);
                longest = Math.max(longest, line.length);
            }
            return longest;
        } catch (IOException e) {
            throw ScanFiles.failed(e);
        }
    }

    private byte[] line(List<Object> row) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw LakeException.of(ErrorCode.CANCELLED, "The query was cancelled while files were read");
        }
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            cells.put(RecordTables.name(fields.get(i)), Values.json(row.get(i)));
        }
        byte[] json = JSON.writeValueAsBytes(cells);
        byte[] line = new byte[json.length + 1];
        System.arraycopy(json, 0, line, 0, json.length);
        line[json.length] = '\n';
        return line;
    }
}
