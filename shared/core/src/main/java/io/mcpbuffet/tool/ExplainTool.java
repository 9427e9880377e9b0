package io.mcpbuffet.tool;

import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.tool.Lines.TableRead;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The tool that shows what a statement would do. */
record ExplainTool(History history, Statements statements) {
    private static final int PLAN_SHOWN = 16 << 10;

    record In(
            @Describe("One SELECT, as for query") String sql,
            @Describe(LakeTools.MOMENT) Optional<String> asOf,
            @Describe("Leave out: the engine is chosen") Optional<String> engine) {}

    record Scan(
            String table,
            Optional<String> snapshotId,
            Optional<Instant> committedAt,
            OptionalLong files,
            @Describe("Files of the snapshot before pruning") OptionalLong filesTotal,
            OptionalLong bytes,
            @Describe("Filters that chose the files") List<String> filtersPushed,
            List<String> filtersLeft) {
        static Scan of(Explanation.Scan scan) {
            TableRead table = TableRead.of(scan.table());
            return new Scan(
                    table.table(),
                    table.snapshotId(),
                    table.committedAt(),
                    scan.files(),
                    scan.filesTotal(),
                    scan.bytes(),
                    scan.filtersPushed().stream().map(Untrusted::comment).toList(),
                    scan.filtersLeft().stream().map(Untrusted::comment).toList());
        }

        String text() {
            StringBuilder out =
                    new StringBuilder("Reads ").append(new TableRead(table, snapshotId, committedAt).text());
            files.ifPresent(n -> out.append(", ").append(Lines.count(n, "file")));
            filesTotal.ifPresent(n -> out.append(" of ").append(n));
            bytes.ifPresent(n -> out.append(", ").append(n).append(" bytes"));
            if (!filtersPushed.isEmpty()) {
                out.append("; pushed: ").append(Untrusted.line(String.join(" AND ", filtersPushed)));
            }
            if (!filtersLeft.isEmpty()) {
                out.append("; left: ").append(Untrusted.line(String.join(" AND ", filtersLeft)));
            }
            return out.append('\n').toString();
        }
    }

    record Out(
            @Describe(open = true) List<Scan> tables,
            String engine,
            @Describe("Why this engine") String engineReason,
            OptionalLong files,
            OptionalLong bytes,
            OptionalLong rowsEstimate,
            String plan,
            List<String> warnings) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        "explain",
                        "Explain SQL",
                        "What a statement would read: tables with their snapshots, files, bytes and the plan. Nothing is executed."),
                In.class,
                Out.class,
                this::explain);
    }

    private Answer explain(In in, CallContext call) {
        Query query = new Query(
                in.sql(),
                history.moment(in.asOf()),
                in.engine(),
                1,
                statements.timeout(statements.limits().queryTimeout(), call),
                Optional.empty());
        Explanation e = statements.engine().explain(query, call.progress());
        List<String> warnings = new ArrayList<>(e.warnings());
        warnings.addAll(History.warnings(query.asOf()));
        Out out = new Out(
                e.tables().stream().map(Scan::of).toList(),
                e.engine(),
                Untrusted.message(e.engineReason()),
                e.files(),
                e.bytes(),
                e.rowsEstimate(),
                plan(e.plan(), warnings),
                warnings.stream().map(Untrusted::message).toList());
        return new Answer(out, text(out));
    }

    private static String plan(String plan, List<String> warnings) {
        if (plan.length() <= PLAN_SHOWN) {
            return Untrusted.show(plan);
        }
        warnings.add("The plan has " + plan.length() + " characters; " + PLAN_SHOWN + " are shown");
        return Untrusted.show(plan.substring(0, PLAN_SHOWN));
    }

    private static String text(Out out) {
        StringBuilder text = new StringBuilder();
        out.tables().forEach(t -> text.append(t.text()));
        text.append("Engine: ").append(out.engine());
        if (!out.engineReason().isEmpty()) {
            text.append(" (").append(out.engineReason()).append(')');
        }
        out.files().ifPresent(n -> text.append("; files ").append(n));
        out.bytes().ifPresent(n -> text.append("; bytes ").append(n));
        out.rowsEstimate().ifPresent(n -> text.append("; about ").append(n).append(" rows"));
        return text.append("\nPlan:\n")
                .append(out.plan())
                .append('\n')
                .append(Lines.warnings(out.warnings()))
                .append("Nothing was executed\n")
                .toString();
    }
}
