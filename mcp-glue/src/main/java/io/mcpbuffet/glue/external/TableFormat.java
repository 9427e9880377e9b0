package io.mcpbuffet.glue.external;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the files of a table are written, as far as its description tells.
 *
 * @param word as listings show it
 * @param reading absent where they cannot be read
 * @param unreadable why not
 */
public record TableFormat(String word, Optional<Reading> reading, Optional<String> unreadable) {
    /** What reads the files. */
    enum Reading {
        PARQUET,
        /** Fields between marks, as Hive's LazySimpleSerDe writes them. */
        DELIMITED,
        /** Fields that may be in quotes, as OpenCSVSerde reads them. */
        CSV,
        /** An object of JSON a line. */
        JSON
    }

    public static TableFormat of(Map<String, String> parameters, Optional<Storage> storage) {
        Optional<TableFormat> other = managed(parameters);
        if (other.isPresent()) {
            return other.get();
        }
        String input = storage.map(Storage::inputFormat).orElse("");
        String serde = storage.map(Storage::serde).orElse("");
        if (input.contains("Hoodie")) {
            return no("hudi", "only a reader of Hudi knows which of its files are current");
        }
        if (input.contains("SymlinkTextInputFormat")) {
            return no("symlink", "its files are named in manifests, which this server does not follow");
        }
        if (input.contains("SequenceFile")) {
            return no("sequencefile", "sequence files are not read here");
        }
        return bySerde(serde, input, classification(parameters, storage));
    }

    /** Tables whose files are told by a log of their own. */
    private static Optional<TableFormat> managed(Map<String, String> parameters) {
        String type = parameters.getOrDefault("table_type", "").toLowerCase(Locale.ROOT);
        String provider =
                parameters.getOrDefault("spark.sql.sources.provider", "").toLowerCase(Locale.ROOT);
        if (type.equals("delta") || provider.equals("delta")) {
            return Optional.of(no("delta", "its log, which tells which files are current, is not read here"));
        }
        if (type.equals("hudi") || provider.equals("hudi")) {
            return Optional.of(no("hudi", "only a reader of Hudi knows which of its files are current"));
        }
        if (parameters.containsKey("connectionName")) {
            String word = parameters.getOrDefault("classification", "connection");
            return Optional.of(no(word, "it lies in another database, behind a connection of Glue"));
        }
        return Optional.empty();
    }

    private static String classification(Map<String, String> parameters, Optional<Storage> storage) {
        return parameters
                .getOrDefault(
                        "classification",
                        storage.map(s -> s.parameters().getOrDefault("classification", ""))
                                .orElse(""))
                .toLowerCase(Locale.ROOT);
    }

    private static TableFormat bySerde(String serde, String input, String classification) {
        return switch (serde.substring(serde.lastIndexOf('.') + 1)) {
            case "ParquetHiveSerDe" -> yes("parquet", Reading.PARQUET);
            case "LazySimpleSerDe" -> yes("csv", Reading.DELIMITED);
            case "OpenCSVSerde" -> yes("csv", Reading.CSV);
            case "JsonSerDe" -> yes("json", Reading.JSON);
            case "OrcSerde" -> no("orc", "ORC files of external tables are not read here");
            case "AvroSerDe" -> no("avro", "Avro files of external tables are not read here");
            case "ColumnarSerDe", "LazyBinaryColumnarSerDe" -> no("rcfile", "RCFile is not read here");
            case "" -> unnamed(input, classification);
            default ->
                no(
                        classification.isEmpty() ? "other" : classification,
                        "files written with " + serde + " are not read here");
        };
    }

    private static TableFormat unnamed(String input, String classification) {
        if (input.contains("Parquet") || classification.equals("parquet")) {
            return yes("parquet", Reading.PARQUET);
        }
        return classification.isEmpty()
                ? no("unknown", "Glue does not say how its files are written")
                : no(classification, "Glue names no way to read its files");
    }

    private static TableFormat yes(String word, Reading reading) {
        return new TableFormat(word, Optional.of(reading), Optional.empty());
    }

    private static TableFormat no(String word, String why) {
        return new TableFormat(word, Optional.empty(), Optional.of(why));
    }
}
