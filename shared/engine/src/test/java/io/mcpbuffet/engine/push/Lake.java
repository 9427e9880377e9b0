package io.mcpbuffet.engine.push;

import io.mcpbuffet.iceberg.IcebergCatalog;
import io.mcpbuffet.iceberg.LocalFiles;
import io.mcpbuffet.iceberg.local.LocalCatalog;
import io.mcpbuffet.iceberg.local.LocalTableFiles;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.ScanRequest;
import io.mcpbuffet.spi.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Files;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.io.DataWriter;

/** Iceberg tables that Iceberg itself writes, each given batch of rows a file, in a catalog {@code lake} with one namespace. */
final class Lake {
    private static final org.apache.iceberg.catalog.Namespace NAMESPACE = org.apache.iceberg.catalog.Namespace.of("db");

    private final Path directory;
    private final LocalCatalog writer;

    Lake(Path directory) {
        this.directory = directory;
        this.writer = LocalCatalog.writing(directory);
    }

    Table create(String name, Schema schema, PartitionSpec spec) {
        return writer.createTable(TableIdentifier.of(NAMESPACE, name), schema, spec);
    }

    /** A data file of rows that belong to one partition. */
    static DataFile write(Table table, List<Record> rows) {
        Schema schema = table.schema();
        PartitionKey key = null;
        if (table.spec().isPartitioned()) {
            key = new PartitionKey(table.spec(), schema);
            key.partition(new InternalRecordWrapper(schema.asStruct()).wrap(rows.get(0)));
        }
        Path path = Path.of(table.location(), "data", UUID.randomUUID() + ".parquet");
        DataWriter<Record> data = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .dataSchema(schema)
                .build()
                .newDataWriter(
                        EncryptedFiles.encryptedOutput(Files.localOutput(path.toFile()), EncryptionKeyMetadata.EMPTY),
                        table.spec(),
                        key);
        try (data) {
            rows.forEach(data::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return data.toDataFile();
    }

    /** Opens the tables; without push-down every scan gives all files. */
    Tables open(boolean pushDown) {
        IcebergCatalog catalog = catalog(files -> files);
        return new OneCatalog(pushDown ? catalog : AskedCatalog.whole(catalog));
    }

    /** Opens the tables, whose files come by {@code files}. */
    Tables open(UnaryOperator<LocalFiles> files) {
        return new OneCatalog(catalog(files));
    }

    /** Opens the tables; what is asked of their plans is changed, or noted. */
    Tables asked(UnaryOperator<ScanRequest> requests) {
        return new OneCatalog(new AskedCatalog(catalog(files -> files), requests));
    }

    private IcebergCatalog catalog(UnaryOperator<LocalFiles> files) {
        LocalCatalog reader = LocalCatalog.reading(directory, directory);
        return IcebergCatalog.of("lake", reader, files.apply(new LocalTableFiles(reader.io())));
    }

    private record OneCatalog(Catalog only) implements Tables {
        @Override
        public TableRef resolve(List<String> parts) {
            return new TableRef("lake", Namespace.of("db"), parts.get(parts.size() - 1));
        }

        @Override
        public Catalog catalog(TableRef table) {
            return only;
        }

        @Override
        public List<String> catalogs() {
            return List.of("lake");
        }
    }
}
