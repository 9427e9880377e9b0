package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.engine.worker.WorkerProcess.Death;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.spi.Progress;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;

/** A call under way in a worker, as the host waits for it. */
final class PendingCall {
    private final Progress progress;
    private final Feeds feeds;
    private final CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile WorkerProcess worker;
    private volatile long id;

    PendingCall(Progress progress, Map<String, RowFeed> feeds) {
        this.progress = progress;
        this.feeds = new Feeds(feeds, this::starved);
        end.whenComplete((complete, never) -> this.feeds.close());
    }

    /** A feed failed, so there is nothing to wait for. */
    private void starved(LakeException failure) {
        answer.completeExceptionally(failure);
        cancel();
    }

    void sentTo(WorkerProcess process, long callId) {
        worker = process;
        id = callId;
    }

    /** The worker has the call. */
    void accepted() {
        feeds.start(worker, id);
    }

    /** The first page, or the whole answer; fails with LakeException or {@link WorkerDied}. */
    CompletableFuture<JsonNode> answer() {
        return answer;
    }

    /** When nothing more comes: whether the whole result was kept. Never fails. */
    CompletableFuture<Boolean> end() {
        return end;
    }

    void answered(String type, JsonNode frame) {
        switch (type) {
            case "progress" ->
                progress.report(OptionalDouble.of(frame.get("percent").asDouble()), "Running the query");
            case "more" -> feeds.more(frame.get("view").asText());
            case "keys" -> feeds.keys(frame.get("view").asText(), frame.path("keys"));
            case "page" -> answer.complete(frame);
            case "done" -> {
                answer.complete(frame);
                end.complete(frame.path("complete").asBoolean(true));
            }
            default -> {
                answer.completeExceptionally(failure(frame));
                end.complete(false);
            }
        }
    }

    void died(Death death) {
        answer.completeExceptionally(new WorkerDied(death));
        end.complete(false);
    }

    /** Stops the statement where it runs. */
    void cancel() {
        feeds.close();
        worker.cancel(id);
    }

    /** Ends the worker when the call has not ended by itself. */
    void killUnlessEnded() {
        if (!end.isDone()) {
            worker.kill(new Death(WorkerProcess.Cause.DEADLINE, this));
        }
    }

    private static LakeException failure(JsonNode frame) {
        LakeException failure = LakeException.of(
                ErrorCode.valueOf(frame.get("code").asText()),
                frame.get("message").asText());
        String hint = frame.get("hint").asText();
        return hint.isEmpty() ? failure : failure.hint(hint);
    }

    /** The worker ended before it answered. */
    static final class WorkerDied extends RuntimeException {
        private final transient Death death;

        WorkerDied(Death death) {
            super("The worker ended");
            this.death = death;
        }

        Death death() {
            return death;
        }
    }
}
