package io.mcpbuffet.spi;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A statement that asks another engine for the rows of one table that a query needs.
 *
 * @param columns of the answer, in its order
 * @param pushed the part of the query's filter that the statement says
 */
public record RowSql(List<Field> columns, RowFilter pushed, String text) {
    /** How a dialect writes things. Empty for what it has no words for. */
    public interface Words {
        /** In quotes. */
        String name(String identifier);

        Optional<String> literal(Literal literal);

        /** Whether a column, given as SQL, is no number. */
        Optional<String> isNan(String column);

        /** Whether a column, given as SQL, begins with a text. */
        Optional<String> startsWith(String column, String prefix);

        /** Whether a column of this type is sent with next to nothing, where rows are only counted. */
        boolean isNarrow(DataType type);

        /** Characters that the filter may have. */
        default int longest() {
            return Integer.MAX_VALUE;
        }
    }

    public RowSql {
        columns = List.copyOf(columns);
    }

    /** What a table whose rows are asked for so gives; {@code start} sends the statement. */
    public PinnedRows.Leaf leaf(BiFunction<RowSql, Duration, RowStream> start) {
        return new Sent(this, start);
    }

    private record Sent(RowSql sql, BiFunction<RowSql, Duration, RowStream> start) implements PinnedRows.Leaf {
        @Override
        public List<Field> columns() {
            return sql.columns;
        }

        @Override
        public RowFilter pushed() {
            return sql.pushed;
        }

        @Override
        public String text() {
            return sql.text;
        }

        @Override
        public RowStream open(Duration timeout) {
            return start.apply(sql, timeout);
        }
    }

    /**
     * The statement for a request.
     *
     * @param table what stands behind FROM
     */
    public static RowSql of(ScanRequest request, List<Field> schema, String table, Words words) {
        List<Field> columns = columns(request, schema, words);
        FilterSql filter = FilterSql.of(request.filter(), words);
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(columns.stream().map(f -> words.name(f.name())).collect(Collectors.joining(", ")))
                .append(" FROM ")
                .append(table);
        filter.sql().ifPresent(where -> sql.append(" WHERE ").append(where));
        if (filter.pushed().equals(request.filter()) && request.limit().isPresent()) {
            sql.append(" LIMIT ").append(request.limit().getAsLong());
        }
        return new RowSql(columns, filter.pushed(), sql.toString());
    }

    /** One column at least, for rows that are only counted. */
    private static List<Field> columns(ScanRequest request, List<Field> schema, Words words) {
        List<Field> wanted = request.columns()
                .map(names -> schema.stream()
                        .filter(field -> names.contains(field.name()))
                        .toList())
                .orElse(schema);
        return wanted.isEmpty()
                ? List.of(schema.stream()
                        .filter(field -> words.isNarrow(field.type()))
                        .findFirst()
                        .orElse(schema.get(0)))
                : wanted;
    }
}
