package io.mcpbuffet.engine.bind;

import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.PinnedTable;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.PinnedRows;
import io.mcpbuffet.spi.RowBatch;
import io.mcpbuffet.spi.RowFilter;
import io.mcpbuffet.spi.RowSource;
import io.mcpbuffet.spi.RowStream;
import io.mcpbuffet.spi.ScanRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Tables of another system, each of so many rows: {@code id}, {@code k = id % 500} as a decimal that is NULL for every seventh row,
 * {@code s = 's' || id} and {@code x = id} as a double. They send what an IN of the request lets through, and remember it.
 */
final class FarTable implements Catalog, RowSource {
    private static final List<Field> SCHEMA = List.of(
            Field.optional("id", new DataType.Scalar(DataType.Kind.LONG)),
            Field.optional("k", new DataType.Decimal(38, 0)),
            Field.optional("s", new DataType.Scalar(DataType.Kind.STRING)),
            Field.optional("x", new DataType.Scalar(DataType.Kind.DOUBLE)));

    private final List<RowFilter.In> narrowed = new ArrayList<>();
    private long opened;
    private long sent;

    /** Gives DuckDB the same rows. */
    static String copy(int rows) {
        return "SELECT id::BIGINT AS id, CASE WHEN id % 7 <> 0 THEN id % 500 END::DECIMAL(38, 0) AS k, 's' || id AS s,"
                + " id::DOUBLE AS x FROM range(" + rows + ") t(id)";
    }

    /** What rows were narrowed to since this was asked before. */
    synchronized List<RowFilter.In> narrowed() {
        List<RowFilter.In> all = List.copyOf(narrowed);
        narrowed.clear();
        return all;
    }

    synchronized long opened() {
        return opened;
    }

    synchronized long sent() {
        return sent;
    }

    /** The name tells how many rows there are, such as {@code t5000}. */
    @Override
    public PinnedRows pin(TableRef table, AsOf asOf) {
        return new Rows(table, Long.parseLong(table.name().substring(1)));
    }

    private final class Rows implements PinnedRows {
        private final TableRef table;
        private final long count;

        Rows(TableRef table, long count) {
            this.table = table;
            this.count = count;
        }

        @Override
        public PinnedTable table() {
            return new PinnedTable(table, OptionalLong.empty(), Optional.<Instant>empty());
        }

        @Override
        public List<Field> schema() {
            return SCHEMA;
        }

        @Override
        public OptionalLong rowCount() {
            return OptionalLong.of(count);
        }

        @Override
        public Leaf leaf(ScanRequest request) {
            return new Leaf() {
                @Override
                public List<Field> columns() {
                    return SCHEMA;
                }

                @Override
                public RowFilter pushed() {
                    return RowFilter.all();
                }

                @Override
                public String text() {
                    return "GET " + table.name();
                }

                @Override
                public RowStream open(Duration timeout) {
                    return send(request.filter(), count);
                }
            };
        }
    }

    private synchronized RowStream send(RowFilter filter, long count) {
        opened++;
        List<RowFilter.In> in = filter.conjuncts().stream()
                .filter(RowFilter.In.class::isInstance)
                .map(RowFilter.In.class::cast)
                .toList();
        narrowed.addAll(in);
        long[] ids = LongStream.range(0, count)
                .filter(id -> in.stream().allMatch(each -> passes(each, id)))
                .toArray();
        sent += ids.length;
        return new Once(ids);
    }

    private static boolean passes(RowFilter.In in, long id) {
        Object value =
                switch (in.column().path().get(0)) {
                    case "id" -> id;
                    case "k" -> id % 7 == 0 ? null : BigDecimal.valueOf(id % 500);
                    default -> "s" + id;
                };
        return in.values().stream().map(Literal::value).anyMatch(each -> each.equals(value));
    }

    private static final class Once implements RowStream {
        private final long[] ids;
        private boolean done;

        Once(long[] ids) {
            this.ids = ids;
        }

        @Override
        public Optional<RowBatch> next() {
            if (done) {
                return Optional.empty();
            }
            done = true;
            BitSet nulls = new BitSet();
            String[] texts = new String[ids.length];
            double[] doubles = new double[ids.length];
            long[] keys = new long[ids.length];
            for (int i = 0; i < ids.length; i++) {
                nulls.set(i, ids[i] % 7 == 0);
                keys[i] = ids[i] % 500;
                texts[i] = "s" + ids[i];
                doubles[i] = ids[i];
            }
            return Optional.of(new RowBatch(
                    ids.length,
                    List.of(
                            new RowBatch.Longs(ids, new BitSet()),
                            new RowBatch.Longs(keys, nulls),
                            new RowBatch.Texts(texts),
                            new RowBatch.Doubles(doubles, new BitSet()))));
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public Page<NamespaceEntry> namespaces(Optional<Namespace> parent, PageRequest page) {
        return Page.last(List.of());
    }

    @Override
    public Page<TableEntry> tables(Namespace namespace, PageRequest page) {
        return Page.last(List.of());
    }

    @Override
    public TableInfo table(TableRef table, AsOf asOf) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void ping() {}

    @Override
    public void close() {}
}
