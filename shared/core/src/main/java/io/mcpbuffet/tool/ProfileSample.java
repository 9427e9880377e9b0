package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.RowSource;
import io.mcpbuffet.tool.Lines.SnapshotLine;
import io.mcpbuffet.tool.ProfileTool.Column;
import io.mcpbuffet.tool.ProfileTool.Counted;
import io.mcpbuffet.tool.ProfileTool.Figure;
import io.mcpbuffet.tool.ProfileTool.Out;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Profiles made of rows that are read: at most {@value #ROWS} of them, chosen at random where the table is not too large. */
record ProfileSample(Lakehouse lakehouse, Statements statements) {
    /** Columns of one answer. */
    static final int COLUMNS = 40;

    private static final int ROWS = 50_000;

    /** Choosing at random goes through all rows, which is done up to here. */
    private static final long RANDOM_UP_TO = 20_000_000;

    private record Chosen(String sql, boolean random) {}

    /** The sampled figures of the columns from {@code from} on; those before it and after one page carry their name and type alone. */
    Out profile(TableRef table, AsOf asOf, List<String> names, int from, CallContext call) {
        TableInfo info = lakehouse.with(table.catalog(), catalog -> catalog.table(table, asOf));
        List<ResultColumn> all = columns(table, asOf, names, call);
        List<ResultColumn> page = all.subList(Math.min(from, all.size()), Math.min(from + COLUMNS, all.size()));
        boolean streamed = lakehouse.with(table.catalog(), catalog -> catalog instanceof RowSource);
        Chosen chosen = chosen(info.rowCount(), streamed);
        QueryResult result = run(new ProfileSql(table, page, chosen.sql()).text(), asOf, 1, call);
        List<Object> row = result.page().rows().get(0);
        long read = ((Number) row.get(0)).longValue();
        boolean whole = read < ROWS;
        long rows = whole ? read : Math.max(read, info.rowCount().orElse(read));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean sampled = i >= from && i < from + page.size();
            columns.add(sampled ? column(all.get(i), map(row.get(1 + i - from)), read, rows, whole) : bare(all.get(i)));
        }
        return new Out(
                table.toString(),
                ProfileMode.SAMPLE,
                info.snapshot().map(SnapshotLine::of),
                rowCount(info, read, whole),
                OptionalLong.empty(),
                OptionalLong.of(read),
                columns,
                Optional.empty(),
                warnings(chosen, whole, result));
    }

    /** @param streamed going through all rows would fetch them all from another system */
    private static Chosen chosen(OptionalLong rows, boolean streamed) {
        boolean random = !streamed && rows.isPresent() && rows.getAsLong() <= RANDOM_UP_TO && rows.getAsLong() > ROWS;
        String sql = random ? " USING SAMPLE reservoir(" + ROWS + " ROWS) REPEATABLE (1)" : " LIMIT " + ROWS;
        return new Chosen(sql, random);
    }

    private static List<String> warnings(Chosen chosen, boolean whole, QueryResult result) {
        List<String> warnings = new ArrayList<>(result.warnings());
        if (!whole && !chosen.random()) {
            warnings.add("The first " + ROWS + " rows that were met are looked at, not a random choice");
        }
        return warnings;
    }

    private static Optional<Figure> rowCount(TableInfo info, long read, boolean whole) {
        if (whole) {
            return Optional.of(new Figure(read, true, "counted"));
        }
        return info.rowCount().isPresent()
                ? Optional.of(new Figure(info.rowCount().getAsLong(), false, "what the catalog keeps"))
                : Optional.empty();
    }

    /** As the engine names and types them; INVALID_ARGUMENT for one that is not there. */
    private List<ResultColumn> columns(TableRef table, AsOf asOf, List<String> names, CallContext call) {
        List<ResultColumn> all = run("SELECT * FROM " + Statements.quoted(table) + " LIMIT 0", asOf, 1, call)
                .page()
                .columns();
        if (names.isEmpty()) {
            return all;
        }
        return names.stream().map(name -> named(name, all)).toList();
    }

    private static ResultColumn named(String name, List<ResultColumn> all) {
        return all.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .or(() -> all.stream()
                        .filter(c -> c.name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> LakeException.invalid("There is no column '" + name + "'")
                        .hint(Nearest.of(
                                        name,
                                        all.stream().map(ResultColumn::name).toList())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("describe shows the columns")));
    }

    private QueryResult run(String sql, AsOf asOf, int rows, CallContext call) {
        Query query = new Query(
                sql,
                asOf,
                statements.here(),
                rows,
                statements.timeout(statements.limits().queryTimeout(), call),
                Optional.empty());
        return statements.engine().run(query, call.progress());
    }

    private static Column bare(ResultColumn column) {
        Optional<Figure> none = Optional.empty();
        return new Column(
                Untrusted.show(column.name()),
                column.type(),
                none,
                none,
                none,
                none,
                none,
                none,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Column column(ResultColumn column, Map<?, ?> all, long read, long rows, boolean whole) {
        Map<?, ?> figures = map(all.get("figures"));
        String source = whole ? "all rows" : "sample of " + read + " rows";
        return new Column(
                Untrusted.show(column.name()),
                column.type(),
                Optional.of(nulls(number(figures.get("nulls")), read, rows, source)),
                Optional.empty(),
                figure(figures.get("min"), whole, source),
                figure(figures.get("max"), whole, source),
                Optional.of(new Figure(
                        distinct(number(figures.get("distinct")), number(figures.get("once")), read, rows),
                        whole,
                        source)),
                Optional.empty(),
                counted(figures.get("top"), "value").filter(ProfileSample::anyTwice),
                counted(all.get("patterns"), "pattern"),
                lengths(figures),
                list(all.get("bins")));
    }

    private static Figure nulls(long nulls, long read, long rows, String source) {
        long estimate = read == 0 ? 0 : Math.round((double) nulls / read * rows);
        return new Figure(estimate, read == rows, source);
    }

    /** The estimator Duj1 of Haas and others (1995): values seen once tell how many more there are that were not seen. */
    private static long distinct(long seen, long once, long read, long rows) {
        double unread = read == 0 ? 0 : 1 - (double) read / rows;
        return Math.min(rows, Math.round(seen / (1 - unread * once / Math.max(1, read))));
    }

    private static Optional<Figure> figure(Object value, boolean whole, String source) {
        return Optional.ofNullable(value).map(v -> new Figure(Untrusted.cell(v), whole, source));
    }

    private static Optional<List<Object>> lengths(Map<?, ?> figures) {
        return figures.get("longest") == null
                ? Optional.empty()
                : Optional.of(Arrays.asList(figures.get("shortest"), figures.get("longest"), figures.get("average")));
    }

    private static Optional<List<Counted>> counted(Object value, String key) {
        return list(value).map(all -> all.stream()
                .map(ProfileSample::map)
                .map(entry -> new Counted(Untrusted.cell(entry.get(key)), number(entry.get("count"))))
                .toList());
    }

    /** Where no value comes twice, which of them come first says nothing. */
    private static boolean anyTwice(List<Counted> top) {
        return top.isEmpty() || top.get(0).count() > 1;
    }

    private static Optional<List<Object>> list(Object value) {
        return value instanceof List<?> list ? Optional.of(new ArrayList<>(list)) : Optional.empty();
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static long number(Object value) {
        return value instanceof Number number ? number.longValue() : Long.parseLong(String.valueOf(value));
    }
}
