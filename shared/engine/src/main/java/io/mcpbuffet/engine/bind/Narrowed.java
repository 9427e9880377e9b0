package io.mcpbuffet.engine.bind;

import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.model.ColumnRef;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Rows that another system sends for one reference to a table, narrowed to the keys of a join where those turn out to be few. */
public record Narrowed(PinnedRows rows, ScanRequest request, Optional<JoinKeys.Key> key) {
    private static final int MOST_KEYS = 1000;
    private static final int MOST_CHARACTERS = 64 << 10;

    /** What is sent where no keys are known. */
    public PinnedRows.Leaf leaf() {
        return rows.leaf(request);
    }

    RowsRelation.Keys keys() {
        return key.map(join -> new RowsRelation.Keys(
                        join.query(), RowRelations.type(join.column().type()), MOST_KEYS, MOST_CHARACTERS))
                .orElse(RowsRelation.Keys.NONE);
    }

    /** Starts them; without a key to match there are none, and nobody is asked. */
    public RowStream open(Optional<List<String>> found, Duration timeout) {
        if (found.isEmpty() || key.isEmpty()) {
            return leaf().open(timeout);
        }
        return found.get().isEmpty()
                ? new Nothing()
                : rows.leaf(narrowed(found.get())).open(timeout);
    }

    private ScanRequest narrowed(List<String> found) {
        Field column = key.orElseThrow().column();
        List<Literal> values = found.stream()
                .map(text -> new Literal(column.type(), value(column.type(), text)))
                .toList();
        RowFilter in = new RowFilter.In(new ColumnRef(List.of(column.name()), column.type()), values);
        return new ScanRequest(request.columns(), RowFilter.and(List.of(request.filter(), in)), OptionalLong.empty());
    }

    private static Object value(DataType type, String text) {
        if (type instanceof DataType.Decimal) {
            return new BigDecimal(text);
        }
        return switch (((DataType.Scalar) type).kind()) {
            case INT, LONG -> Long.valueOf(text);
            case DATE -> LocalDate.parse(text);
            default -> text;
        };
    }

    /** What is sent, for people to read. */
    public String text() {
        return leaf().text()
                + key.map(join -> ", narrowed to the values of " + join.shown() + " in "
                                + join.column().name() + " where they are " + MOST_KEYS + " at most")
                        .orElse("");
    }

    private record Nothing() implements RowStream {
        @Override
        public Optional<RowBatch> next() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
