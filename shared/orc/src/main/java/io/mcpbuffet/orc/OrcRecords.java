package io.mcpbuffet.orc;

import io.mcpbuffet.iceberg.RecordFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.orc.GenericOrcReader;
import org.apache.iceberg.data.orc.GenericOrcWriter;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.orc.ORCFormatModel;
import org.apache.iceberg.orc.OrcRowReader;

/** ORC files. Safe for use by many threads. */
public final class OrcRecords implements RecordFormat {
    private static final ORCFormatModel<Record, Void, OrcRowReader<Record>> ORC = ORCFormatModel.create(
            Record.class,
            Void.class,
            (schema, fileSchema, engineSchema) -> GenericOrcWriter.buildWriter(schema, fileSchema),
            (schema, fileSchema, engineSchema, constants) ->
                    GenericOrcReader.buildReader(schema, fileSchema, constants));

    @Override
    public FileFormat format() {
        return FileFormat.ORC;
    }

    @Override
    public CloseableIterable<Record> open(
            InputFile file, Schema schema, Map<Integer, ?> constants, Optional<NameMapping> mapping) {
        ReadBuilder<Record, Void> reader = ORC.readBuilder(file).project(schema).idToConstant(constants);
        mapping.ifPresent(reader::withNameMapping);
        return reader.build();
    }
}
