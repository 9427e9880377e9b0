package io.mcpbuffet.iceberg;

import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.PlannedDataReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.mapping.NameMapping;

/** Avro files. */
final class AvroRecords implements RecordFormat {
    @Override
    public FileFormat format() {
        return FileFormat.AVRO;
    }

    @Override
    public CloseableIterable<Record> open(
            InputFile file, Schema schema, Map<Integer, ?> constants, Optional<NameMapping> mapping) {
        Avro.ReadBuilder reader = Avro.read(file)
                .project(schema)
                .createResolvingReader(projected -> PlannedDataReader.create(projected, constants));
        mapping.ifPresent(reader::withNameMapping);
        return reader.build();
    }
}
