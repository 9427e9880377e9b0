package io.mcpbuffet.engine.bind;

import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.engine.job.ScanRelation;
import io.mcpbuffet.engine.scan.RowMetadata;
import io.mcpbuffet.engine.scan.SqlTypes;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.spi.LocalTables;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.PinnedScan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the engine reads for one table at one moment, under a view's name. */
public sealed interface TableSource {
    String view();

    /** As the answer names it; empty for a listing of our own. */
    Optional<PinnedTable> table();

    /**
     * A source that reads less where the query needs less. Each reference to it in a statement is a source of its own, since each asks
     * for something else.
     */
    sealed interface Pushable extends TableSource {
        List<Field> schema();

        /** Of the columns, as SQL. UNSUPPORTED where the engine has none. */
        List<String> types();

        /** The same table for another reference. */
        Pushable as(String view);
    }

    /**
     * Data files that are still to be planned.
     *
     * @param metadata columns beside those of the table that the statement names
     */
    record Scan(String view, PinnedScan scan, List<RowMetadata> metadata) implements Pushable {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.of(scan.table());
        }

        @Override
        public List<Field> schema() {
            return Stream.concat(scan.schema().stream(), metadata.stream().map(RowMetadata::field))
                    .toList();
        }

        @Override
        public List<String> types() {
            return SqlTypes.fields(schema()).stream()
                    .map(ScanRelation.ScanField::type)
                    .toList();
        }

        @Override
        public Scan as(String other) {
            return new Scan(other, scan, metadata);
        }
    }

    /** Something that the worker opens by itself. */
    record Local(String view, PinnedTable pinned, LocalTables.Source source) implements TableSource {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.of(pinned);
        }
    }

    /** Rows that another system sends. */
    record Rows(String view, PinnedRows rows) implements Pushable {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.of(rows.table());
        }

        @Override
        public List<Field> schema() {
            return rows.schema();
        }

        @Override
        public List<String> types() {
            return RowRelations.columns(rows.schema(), rows.schema()).stream()
                    .map(RowsRelation.Column::type)
                    .toList();
        }

        @Override
        public Rows as(String other) {
            return new Rows(other, rows);
        }
    }

    /**
     * Rows that are known already.
     *
     * @param columns types by name, as SQL
     */
    record Listing(String view, Map<String, String> columns, List<Map<String, Object>> rows) implements TableSource {
        @Override
        public Optional<PinnedTable> table() {
            return Optional.empty();
        }
    }
}
