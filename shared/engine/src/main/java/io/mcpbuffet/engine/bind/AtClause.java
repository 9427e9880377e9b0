package io.mcpbuffet.engine.bind;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.guard.Rule;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.TableRef;
import io.mcpbuffet.spi.Catalog;
import io.mcpbuffet.spi.Changes;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Snapshots;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code AT (VERSION => ...)} and {@code AT (TIMESTAMP => ...)}. */
final class AtClause {
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final Worker worker;
    private final Clock clock;

    AtClause(Worker worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    AsOf read(JsonNode at, TableRef table, Catalog catalog) {
        JsonNode value = at.path("expr");
        String unit = at.path("unit").asText("");
        return switch (unit.toUpperCase(java.util.Locale.ROOT)) {
            case "VERSION" -> version(literal(value), table, catalog);
            case "TIMESTAMP" -> AsOf.parse(isLiteral(value) ? literal(value) : computed(value), clock);
            default ->
                throw Rule.KNOWN_SYNTAX
                        .broken("AT (" + unit + " => ...) is not known")
                        .hint("Write AT (VERSION => ...) or AT (TIMESTAMP => ...)");
        };
    }

    private AsOf version(String text, TableRef table, Catalog catalog) {
        if (AsOf.DIGITS.matcher(text).matches() || text.startsWith("branch:") || text.startsWith("tag:")) {
            return AsOf.parse(text, clock);
        }
        Optional<AsOf.Change> change = AsOf.Change.parse(text);
        if (change.isPresent() && catalog instanceof Changes) {
            return change.get();
        }
        if (!(catalog instanceof Snapshots snapshots)) {
            return new AsOf.Tag(text);
        }
        try {
            snapshots.resolve(table, new AsOf.Branch(text));
            return new AsOf.Branch(text);
        } catch (LakeException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            return new AsOf.Tag(text);
        }
    }

    private static boolean isLiteral(JsonNode value) {
        JsonNode constant = Trees.isExpression(value, "CAST") ? value.path("child") : value;
        return Trees.isExpression(constant, "CONSTANT")
                && !constant.path("literal").path("text").asText("").isEmpty();
    }

    private static String literal(JsonNode value) {
        JsonNode constant = Trees.isExpression(value, "CAST") ? value.path("child") : value;
        String text = constant.path("literal").path("text").asText("");
        if (!Trees.isExpression(constant, "CONSTANT") || text.isEmpty()) {
            throw Rule.KNOWN_SYNTAX
                    .broken("AT (VERSION => ...) takes a literal")
                    .hint("Give a snapshot id, 'branch:NAME' or 'tag:NAME'");
        }
        return text;
    }

    /** An expression over no columns, such as {@code now() - INTERVAL 1 DAY}. */
    private String computed(JsonNode value) {
        JsonNode tree = Trees.document(
                Trees.select(Trees.empty(), List.of(Trees.cast(value.deepCopy(), "TIMESTAMP WITH TIME ZONE"))));
        JobResult result = worker.run(new Job(tree, List.of(), false, 1, 1 << 16, SHORT.toMillis()), Progress.NONE);
        Object moment = result.page().rows().get(0).get(0);
        if (moment == null) {
            throw LakeException.invalid("AT (TIMESTAMP => ...) is NULL").hint("Give " + AsOf.GRAMMAR);
        }
        return moment.toString();
    }
}
