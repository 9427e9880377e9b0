package io.mcpbuffet.duckdb;

import io.mcpbuffet.spi.LocalTables.Reader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A data file's format by the ending of its name. */
enum FileFormat {
    PARQUET(Reader.PARQUET, ".parquet .pq"),
    CSV(Reader.CSV, ".csv .csv.gz .csv.zst"),
    TSV(Reader.CSV, ".tsv .tsv.gz .tsv.zst"),
    JSON(Reader.JSON, ".json .json.gz .json.zst"),
    NDJSON(Reader.JSON, ".ndjson .jsonl .ndjson.gz .jsonl.gz .ndjson.zst .jsonl.zst");

    private final Reader reader;
    private final String endings;

    FileFormat(Reader reader, String endings) {
        this.reader = reader;
        this.endings = endings;
    }

    Reader reader() {
        return reader;
    }

    /** The word shown as a table's format. */
    String word() {
        return reader.name().toLowerCase(Locale.ROOT);
    }

    /** What the reader function has to be told, as SQL literals. */
    Map<String, String> options() {
        return switch (this) {
            case TSV -> Map.of("delim", "'\t'");
            case NDJSON -> Map.of("format", "'newline_delimited'");
            case PARQUET, CSV, JSON -> Map.of();
        };
    }

    /** Empty for a file that is no table. */
    static Optional<FileFormat> of(String fileName) {
        for (FileFormat format : values()) {
            if (format.stemLength(fileName) > 0) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The name without its ending, or the name itself where it has none of these. */
    static String stem(String fileName) {
        return of(fileName)
                .map(format -> fileName.substring(0, format.stemLength(fileName)))
                .orElse(fileName);
    }

    private int stemLength(String name) {
        for (String ending : endings.split(" ", -1)) {
            int length = name.length() - ending.length();
            if (name.regionMatches(true, length, ending, 0, ending.length())) {
                return length;
            }
        }
        return 0;
    }
}
