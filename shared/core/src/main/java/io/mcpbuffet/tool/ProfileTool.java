package io.mcpbuffet.tool;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.ColumnFigures;
import io.mcpbuffet.tool.Lines.SnapshotLine;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tool that shows what the columns of a table hold. */
record ProfileTool(Lakehouse lakehouse, History history, ProfileSample samples, Cursors cursors, Bounds bounds) {
    private static final String NAME = "profile";

    record In(
            @Describe("Table, such as lake.sales.orders") String table,
            @Describe("Columns to look at; all without it") List<String> columns,
            @Describe(LakeTools.MOMENT) Optional<String> asOf,
            @Describe(value = "metadata reads no data; sample reads rows for more", byDefault = "metadata")
                    ProfileMode mode,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    /** A figure and how far it can be trusted. */
    record Figure(Object value, boolean exact, String source) {
        static Figure of(ColumnFigures.Figure figure) {
            return new Figure(Untrusted.cell(figure.value()), figure.exact(), figure.note());
        }

        String text() {
            return (exact ? "" : "~") + Untrusted.line(String.valueOf(value));
        }
    }

    record Counted(Object value, long count) {}

    /**
     * What is known of a column.
     *
     * @param lengths least, greatest and average length of texts, in characters
     * @param histogram counts in intervals of equal width from min to max
     */
    record Column(
            String name,
            String type,
            Optional<Figure> nullCount,
            Optional<Figure> nanCount,
            Optional<Figure> min,
            Optional<Figure> max,
            Optional<Figure> distinct,
            Optional<Figure> sizeBytes,
            Optional<List<Counted>> topValues,
            Optional<List<Counted>> patterns,
            Optional<List<Object>> lengths,
            Optional<List<Object>> histogram) {
        static Column of(ColumnFigures.OfColumn c) {
            return new Column(
                    Untrusted.show(c.name()),
                    Untrusted.show(c.type()),
                    c.nulls().map(Figure::of),
                    c.nans().map(Figure::of),
                    c.min().map(Figure::of),
                    c.max().map(Figure::of),
                    c.distinct().map(Figure::of),
                    c.bytes().map(Figure::of),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        String text() {
            StringBuilder out = new StringBuilder("  ")
                    .append(Untrusted.line(name))
                    .append(' ')
                    .append(Untrusted.line(type));
            figure(out, "nulls", nullCount);
            figure(out, "NaN", nanCount);
            figure(out, "min", min);
            figure(out, "max", max);
            figure(out, "distinct", distinct);
            figure(out, "bytes", sizeBytes);
            counted(out, "top", topValues);
            counted(out, "patterns", patterns);
            lengths.ifPresent(l ->
                    out.append("; lengths ").append(l.get(0)).append(" to ").append(l.get(1)));
            histogram.ifPresent(h -> out.append("; histogram from min to max ").append(h));
            if (figures().findAny().isEmpty()) {
                out.append("; nothing is kept");
            }
            return out.append('\n').toString();
        }

        /** Why figures of this column are not exact. */
        Stream<String> doubts() {
            return figures().filter(figure -> !figure.exact()).map(Figure::source);
        }

        private Stream<Figure> figures() {
            return Stream.of(nullCount, nanCount, min, max, distinct, sizeBytes).flatMap(Optional::stream);
        }

        private static void figure(StringBuilder out, String name, Optional<Figure> figure) {
            figure.ifPresent(f -> out.append("; ").append(name).append(' ').append(f.text()));
        }

        private static void counted(StringBuilder out, String name, Optional<List<Counted>> values) {
            values.filter(all -> !all.isEmpty()).ifPresent(all -> out.append("; ")
                    .append(name)
                    .append(' ')
                    .append(all.stream()
                            .map(v -> Untrusted.line(String.valueOf(v.value())) + " (" + v.count() + ")")
                            .collect(Collectors.joining(", "))));
        }
    }

    record Out(
            String table,
            ProfileMode mode,
            @Describe(open = true) Optional<SnapshotLine> snapshot,
            @Describe(open = true) Optional<Figure> rowCount,
            @Describe("Data files whose metadata was read; none was opened") OptionalLong files,
            @Describe("Rows that were read") OptionalLong sampledRows,
            @Describe(open = true) List<Column> columns,
            Optional<String> nextCursor,
            List<String> warnings) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        NAME,
                        "Profile columns",
                        "Per column: nulls, least and greatest value, distinct values and more, each with where it comes from and whether it is exact."),
                In.class,
                Out.class,
                this::profile);
    }

    private Answer profile(In in, CallContext call) {
        TableRef table = lakehouse.resolve(in.table());
        Optional<PagePosition> at = in.cursor().map(c -> PagePosition.read(cursors.open(NAME, in, c), 1));
        AsOf asked = history.moment(in.asOf());
        AsOf asOf = at.filter(p -> !p.moment().isEmpty())
                .<AsOf>map(p -> new AsOf.SnapshotId(Long.parseLong(p.moment())))
                .orElse(asked);
        history.require(table, asOf);
        int from = at.map(PagePosition::skip).orElse(0);
        Out all =
                switch (in.mode()) {
                    case METADATA -> metadata(table, asOf, in.columns());
                    case SAMPLE -> samples.profile(table, asOf, in.columns(), from, call);
                };
        return answer(in, all, from, History.warnings(asked));
    }

    private Out metadata(TableRef table, AsOf asOf, List<String> columns) {
        ColumnFigures.TableFigures figures = lakehouse.with(table.catalog(), catalog -> {
            if (catalog instanceof ColumnFigures kept) {
                return kept.figures(table, asOf, columns);
            }
            throw LakeException.unsupported("Catalog '" + table.catalog() + "' keeps no figures of columns")
                    .hint("Use mode sample, which reads rows");
        });
        return new Out(
                table.toString(),
                ProfileMode.METADATA,
                figures.snapshot().map(SnapshotLine::of),
                figures.rows().map(Figure::of),
                figures.files(),
                OptionalLong.empty(),
                figures.columns().stream().map(Column::of).toList(),
                Optional.empty(),
                List.of());
    }

    private Answer answer(In in, Out all, int from, List<String> warnings) {
        if (from > all.columns().size()) {
            throw LakeException.of(
                            ErrorCode.INVALID_ARGUMENT, "The table has fewer columns than the cursor continues at")
                    .hint("Call profile again without cursor");
        }
        List<Column> rest = all.columns().subList(from, all.columns().size());
        int shown = bounds.fitting(rest.stream().limit(ProfileSample.COLUMNS).toList(), 0);
        Optional<String> next = shown == rest.size()
                ? Optional.empty()
                : Optional.of(cursors.sign(NAME, in, new PagePosition(1, from + shown, moment(all), "").write()));
        List<String> said = new ArrayList<>(all.warnings());
        said.addAll(warnings);
        next.ifPresent(c -> said.add("Columns " + (from + 1) + " to " + (from + shown) + " of "
                + all.columns().size() + " are shown"));
        Out out = new Out(
                all.table(),
                all.mode(),
                all.snapshot(),
                all.rowCount(),
                all.files(),
                all.sampledRows(),
                rest.subList(0, shown),
                next,
                said.stream().map(Untrusted::message).toList());
        return new Answer(out, text(out));
    }

    private static String moment(Out out) {
        return out.snapshot().map(SnapshotLine::snapshotId).orElse("");
    }

    private static String text(Out out) {
        StringBuilder text = new StringBuilder("Profile of ").append(Untrusted.line(out.table()));
        out.rowCount().ifPresent(n -> text.append(", ").append(n.text()).append(" rows"));
        out.files().ifPresent(n -> text.append(", from the metadata of ").append(Lines.count(n, "file")));
        out.sampledRows().ifPresent(n -> text.append(", from ").append(n).append(" rows read"));
        text.append('\n');
        out.columns().forEach(c -> text.append(c.text()));
        String doubts = Stream.concat(
                        out.rowCount().filter(n -> !n.exact()).map(Figure::source).stream(),
                        out.columns().stream().flatMap(Column::doubts))
                .distinct()
                .map(doubt -> "  " + Untrusted.line(doubt) + "\n")
                .collect(Collectors.joining());
        if (!doubts.isEmpty()) {
            text.append("~ is not exact:\n").append(doubts);
        }
        out.snapshot().ifPresent(s -> text.append("Snapshot: ").append(s.text()).append('\n'));
        return text.append(Lines.warnings(out.warnings()))
                .append(Lines.next(out.nextCursor()))
                .toString();
    }
}
