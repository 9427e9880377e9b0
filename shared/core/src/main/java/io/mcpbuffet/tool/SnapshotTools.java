package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.federation.Lakehouse;
import io.mcpbuffet.json.Describe;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.Snapshot;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Snapshots;
import io.mcpbuffet.tool.Lines.SnapshotLine;
import io.mcpbuffet.tool.ReadTool.About;
import io.mcpbuffet.tool.ReadTool.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tool that lists the past states of a table. */
record SnapshotTools(Lakehouse lakehouse, History history, Cursors cursors, Bounds bounds) {
    private static final String NAME = "list_snapshots";

    record In(
            @Describe("Table, such as lake.sales.orders") String table,
            @Describe("Only the line of this branch or tag, such as main") Optional<String> ref,
            @Describe("Committed at or after, such as 2026-03-01T00:00:00Z or -P7D") Optional<String> since,
            @Describe("Committed at or before") Optional<String> until,
            @Describe(byDefault = "20", min = 1, max = 1000) int pageSize,
            @Describe(LakeTools.CURSOR) Optional<String> cursor) {}

    record Out(
            String table,
            @Describe(open = true) List<SnapshotLine> snapshots,
            Optional<String> nextCursor,
            List<String> warnings) {}

    Tool tool() {
        return ReadTool.of(
                new About(
                        NAME,
                        "List snapshots",
                        "Past states of a table, newest first. A snapshot_id, or a ref such as tag:v1, is a value for as_of."),
                In.class,
                Out.class,
                (in, call) -> list(in));
    }

    private Answer list(In in) {
        TableRef table = lakehouse.resolve(in.table());
        Optional<AsOf.Moment> since = in.since().map(text -> moment("since", text));
        Optional<AsOf.Moment> until = in.until().map(text -> moment("until", text));
        Snapshots.Filter filter =
                new Snapshots.Filter(in.ref().map(SnapshotTools::ref), instant(since), instant(until));
        PagePosition position = in.cursor()
                .map(c -> PagePosition.read(cursors.open(NAME, in, c), in.pageSize()))
                .orElse(PagePosition.first(in.pageSize(), ""));
        Page<Snapshot> page = history.snapshots(table, s -> s.snapshots(table, filter, position.request()));
        List<SnapshotLine> lines =
                position.rest(page).stream().map(SnapshotLine::of).toList();
        int shown = bounds.fitting(lines, 0);
        Optional<String> next = position.after(page, shown).map(p -> cursors.sign(NAME, in, p));
        List<String> warnings = since.or(() -> until)
                .map(m -> m.zoneAssumed() ? List.of("A time has no time zone; UTC was taken") : List.<String>of())
                .orElse(List.of());
        return answer(new Out(table.toString(), lines.subList(0, shown), next, warnings));
    }

    private static Answer answer(Out out) {
        String lines = out.snapshots().stream().map(s -> s.text() + "\n").collect(Collectors.joining());
        return new Answer(
                out,
                "Snapshots of " + Untrusted.line(out.table()) + ", newest first:\n" + lines
                        + out.snapshots().size() + " snapshots\n" + Lines.warnings(out.warnings())
                        + Lines.next(out.nextCursor()));
    }

    /** As copied from the refs of a snapshot, or the bare name. */
    private static String ref(String text) {
        return text.startsWith("branch:") ? text.substring(7) : text.startsWith("tag:") ? text.substring(4) : text;
    }

    private AsOf.Moment moment(String argument, String text) {
        if (history.moment(Optional.of(text)) instanceof AsOf.Moment moment) {
            return moment;
        }
        throw LakeException.invalid("The argument '" + argument + "' is '" + text + "', not a time")
                .hint("Give an instant such as 2026-03-01T00:00:00Z, or a duration back from now such as -P7D");
    }

    private static Optional<Instant> instant(Optional<AsOf.Moment> moment) {
        return moment.map(AsOf.Moment::instant);
    }
}
