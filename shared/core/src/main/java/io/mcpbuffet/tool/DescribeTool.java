package io.mcpbuffet.tool;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.json.Json;
import io.mcpbuffet.json.RecordWriter;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.search.Semantics;
import io.mcpbuffet.tool.Lines.SnapshotLine;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The tool that shows one table. */
record DescribeTool(
        Lakehouse lakehouse,
        Semantics semantics,
        History history,
        Statements statements,
        Cursors cursors,
        Bounds bounds) {
    private static final String NAME = "describe";
    private static final int PROPERTIES_SHOWN = 50;

    record In(
            @Describe("Table, such as lake.sales.orders") String table,
            @Describe(LakeTools.AS_OF) Optional<String> asOf,
            @Describe(value = "Rows to show as a sample", byDefault = "0", min = 0, max = 5) int sample,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record ColumnLine(OptionalInt id, String name, String type, boolean nullable, Optional<String> comment) {
        static ColumnLine of(Field f) {
            return new ColumnLine(
                    f.id(),
                    f.name(),
                    Untrusted.show(f.type().toString()),
                    !f.required(),
                    f.comment().map(Untrusted::comment));
        }

        String text() {
            return "  " + Untrusted.line(name) + " " + Untrusted.line(type) + (nullable ? "" : " not null")
                    + (id.isPresent() ? " (id " + id.getAsInt() + ")" : "")
                    + comment.map(c -> " - " + Untrusted.line(c)).orElse("") + "\n";
        }
    }

    record Sample(List<Lines.Column> columns, List<List<Object>> rows) {}

    record Out(
            String table,
            String kind,
            Optional<String> format,
            Optional<String> location,
            Optional<String> comment,
            @Describe(open = true) List<ColumnLine> columns,
            List<String> partitioning,
            List<String> sortOrder,
            List<String> primaryKey,
            OptionalLong rowCount,
            OptionalLong sizeBytes,
            @Describe(open = true) Optional<SnapshotLine> snapshot,
            Map<String, String> properties,
            @Describe(open = true) Optional<MeantLines> semantics,
            @Describe(open = true) Optional<Sample> sample,
            Optional<String> nextCursor,
            List<String> warnings) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        NAME,
                        "Describe a table",
                        "Columns, types, comments, partitioning, size and properties of one table or view, now or at an earlier moment. Call it before writing SQL."),
                In.class,
                Out.class,
                this::describe);
    }

    private Answer describe(In in, CallContext call) {
        TableRef table = lakehouse.resolve(in.table());
        Optional<PagePosition> at = in.cursor().map(c -> PagePosition.read(cursors.open(NAME, in, c), 1));
        AsOf asked = history.moment(in.asOf());
        AsOf asOf = at.filter(p -> !p.moment().isEmpty())
                .<AsOf>map(p -> new AsOf.SnapshotId(Long.parseLong(p.moment())))
                .orElse(asked);
        history.require(table, asOf);
        TableInfo info = lakehouse.with(table.catalog(), catalog -> catalog.table(table, asOf));
        List<String> warnings = new ArrayList<>(info.warnings());
        warnings.addAll(History.warnings(asked));
        Optional<Sample> sample = at.isPresent() ? Optional.empty() : sample(in, info.table(), asOf, call, warnings);
        return answer(in, info, at.map(PagePosition::skip).orElse(0), sample, warnings);
    }

    /** A table that cannot be read can still be described. */
    private Optional<Sample> sample(In in, TableRef table, AsOf asOf, CallContext call, List<String> warnings) {
        if (in.sample() == 0) {
            return Optional.empty();
        }
        try {
            var page = statements.sample(table, asOf, in.sample(), call).page();
            List<Lines.Column> columns = page.columns().stream()
                    .map(c -> new Lines.Column(Untrusted.show(c.name()), c.type()))
                    .toList();
            return Optional.of(new Sample(columns, Statements.cells(page.rows())));
        } catch (LakeException e) {
            if (e.code() == ErrorCode.CANCELLED || e.code() == ErrorCode.TIMED_OUT) {
                throw e;
            }
            ToolResult.Problem problem = ToolResult.problem(e);
            warnings.add("No sample: " + problem.code() + ": " + problem.message());
            return Optional.empty();
        }
    }

    private Answer answer(In in, TableInfo info, int from, Optional<Sample> sample, List<String> warnings) {
        List<ColumnLine> all = info.columns().stream().map(ColumnLine::of).toList();
        List<ColumnLine> rest = all.subList(Math.min(from, all.size()), all.size());
        Map<String, String> properties = properties(info, warnings);
        Optional<MeantLines> meant = meant(info, from);
        int taken = Json.bytes(RecordWriter.node(properties))
                + meant.map(m -> Json.bytes(RecordWriter.write(m))).orElse(0)
                + sample.map(s -> Json.bytes(RecordWriter.write(s))).orElse(0);
        int shown = from + bounds.fitting(rest, taken);
        Optional<String> next = shown >= all.size() ? Optional.empty() : Optional.of(cursor(in, info, shown));
        next.ifPresent(
                c -> warnings.add("Columns " + (from + 1) + " to " + shown + " of " + all.size() + " are shown"));
        Out out = new Out(
                info.table().toString(),
                info.kind().word(),
                info.format().map(Untrusted::comment),
                info.location().map(Untrusted::comment),
                info.comment().map(Untrusted::comment),
                all.subList(Math.min(from, all.size()), Math.min(shown, all.size())),
                info.partitioning(),
                info.sortOrder(),
                info.primaryKey(),
                info.rowCount(),
                info.sizeBytes(),
                info.snapshot().map(SnapshotLine::of),
                properties,
                meant,
                sample,
                next,
                warnings.stream().map(Untrusted::comment).toList());
        return new Answer(out, text(out));
    }

    /** On the first page. */
    private Optional<MeantLines> meant(TableInfo info, int from) {
        List<String> columns = info.columns().stream().map(Field::name).toList();
        return semantics.of(info.table()).filter(m -> from == 0).map(m -> MeantLines.of(m, columns, lakehouse.whole()));
    }

    private String cursor(In in, TableInfo info, int shown) {
        String moment = info.snapshot().map(s -> Long.toString(s.id())).orElse("");
        return cursors.sign(NAME, in, new PagePosition(1, shown, moment, "").write());
    }

    private static Map<String, String> properties(TableInfo info, List<String> warnings) {
        Map<String, String> out = new LinkedHashMap<>();
        info.properties().entrySet().stream()
                .limit(PROPERTIES_SHOWN)
                .forEach(e -> out.put(Untrusted.comment(e.getKey()), Untrusted.comment(e.getValue())));
        if (info.properties().size() > PROPERTIES_SHOWN) {
            warnings.add(PROPERTIES_SHOWN + " of " + info.properties().size() + " properties are shown");
        }
        return out;
    }

    private static String text(Out out) {
        StringBuilder text =
                new StringBuilder(Untrusted.line(out.table())).append(": ").append(out.kind());
        out.format().ifPresent(f -> text.append(' ').append(Untrusted.line(f)));
        out.comment().ifPresent(c -> text.append(" - ").append(Untrusted.line(c)));
        text.append("\nColumns:\n");
        out.columns().forEach(c -> text.append(c.text()));
        list(text, "Partitioning", out.partitioning());
        list(text, "Sort order", out.sortOrder());
        list(text, "Primary key", out.primaryKey());
        out.rowCount().ifPresent(n -> text.append("Rows: ").append(n).append('\n'));
        out.sizeBytes().ifPresent(n -> text.append("Bytes: ").append(n).append('\n'));
        out.location()
                .ifPresent(
                        l -> text.append("Location: ").append(Untrusted.line(l)).append('\n'));
        out.snapshot().ifPresent(s -> text.append("Snapshot: ").append(s.text()).append('\n'));
        out.properties().forEach((name, value) -> text.append("Property ")
                .append(Untrusted.line(name))
                .append(" = ")
                .append(Untrusted.line(value))
                .append('\n'));
        out.semantics().ifPresent(s -> text.append(s.text()));
        out.sample().ifPresent(s -> text.append("Sample:\n").append(table(s)));
        return text.append(Lines.warnings(out.warnings()))
                .append(Lines.next(out.nextCursor()))
                .toString();
    }

    private static String table(Sample sample) {
        return TextTable.of(
                sample.columns().stream()
                        .map(c -> new ResultColumn(c.name(), c.type()))
                        .toList(),
                sample.rows());
    }

    private static void list(StringBuilder text, String title, List<String> values) {
        if (!values.isEmpty()) {
            text.append(title)
                    .append(": ")
                    .append(Untrusted.line(String.join(", ", values)))
                    .append('\n');
        }
    }
}
