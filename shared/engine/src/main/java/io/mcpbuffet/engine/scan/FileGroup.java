package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ScanRelation.ScanFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Data files that one {@code read_parquet} reads: one physical schema, deletes of the same kinds. A file's place in the list is its
 * {@code file_index}.
 */
record FileGroup(Shape shape, List<ScanFile> files) {
    /**
     * What the files of a group share.
     *
     * @param positions rows are deleted by position
     * @param equality field ids of each set of equality deletes
     */
    record Shape(List<PhysicalColumn> columns, boolean positions, Set<List<Integer>> equality) {}

    boolean hasDeletes() {
        return shape.positions() || !shape.equality().isEmpty();
    }

    /** The engine takes its estimates from the first file, so that is one of median size. */
    static FileGroup of(Shape shape, List<ScanFile> files) {
        List<ScanFile> ordered = new ArrayList<>(files);
        ScanFile median = files.stream()
                .sorted(Comparator.comparingLong(ScanFile::records))
                .toList()
                .get(files.size() / 2);
        ordered.remove(median);
        ordered.add(0, median);
        return new FileGroup(shape, ordered);
    }

    /** As a table named {@code t} with columns {@code c0}, {@code c1} and so on. */
    String source() {
        return source(
                files.stream().map(ScanFile::path).toList(), shape.columns().size());
    }

    static String source(List<String> paths, int columns) {
        return "read_parquet(" + Sql.texts(paths) + ", hive_partitioning = false) AS " + Projection.aliases(columns);
    }

    Projection projection() {
        return new Projection(shape.columns(), this::constant);
    }

    private Optional<String> constant(ScanField field) {
        Optional<RowMetadata> metadata = RowMetadata.of(field.id());
        if (metadata.isPresent()) {
            return Optional.of(metadata(metadata.get()));
        }
        if (files.stream().noneMatch(file -> file.constants().containsKey(field.id()))) {
            return Optional.empty();
        }
        return Optional.of(
                perFile(field.type(), file -> file.constants().getOrDefault(field.id(), field.initialDefault())));
    }

    private String metadata(RowMetadata column) {
        return switch (column) {
            case FILE -> perFile("VARCHAR", file -> Sql.text(file.location()));
            case POS -> "CAST(t.file_row_number AS BIGINT)";
            case SPEC_ID -> perFile("INTEGER", file -> Integer.toString(file.specId()));
            case ROW_ID ->
                perFile("BIGINT", file -> lineage(file, file.firstRowId())) + " + CAST(t.file_row_number AS BIGINT)";
            case LAST_UPDATED_SEQUENCE_NUMBER -> perFile("BIGINT", file -> lineage(file, file.sequenceNumber()));
        };
    }

    /** Files of before the table had lineage give none to their rows. */
    private static String lineage(ScanFile file, long value) {
        return file.firstRowId() < 0 ? "NULL" : Long.toString(value);
    }

    /** A value that each file has one of; a literal where all have the same. */
    String perFile(String type, Function<ScanFile, String> literal) {
        List<String> values = files.stream().map(literal).toList();
        if (new LinkedHashSet<>(values).size() == 1) {
            return Sql.cast(values.get(0), type);
        }
        String list = values.stream().collect(Collectors.joining(", ", "[", "]"));
        return "list_extract(" + Sql.cast(list, type + "[]") + ", CAST(t.file_index AS BIGINT) + 1)";
    }
}
