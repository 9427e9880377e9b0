package io.mcpbuffet.engine.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.job.Job;
import io.mcpbuffet.engine.job.JobResult;
import io.mcpbuffet.engine.job.Outline;
import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.engine.job.RowFeed;
import io.mcpbuffet.engine.job.Worker;
import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Rows;
import io.mcpbuffet.spi.Progress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** {@link Worker} over processes that are started, watched and replaced by a {@link WorkerPool}. */
public final class EngineWorkers implements Worker {
    private static final TypeReference<List<ResultColumn>> COLUMNS = new TypeReference<>() {};
    private static final TypeReference<List<List<Object>>> ROWS = new TypeReference<>() {};
    private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

    private final Limits limits;
    private final WorkDirectory directory;
    private final WorkerPool pool;
    private final Spools spools;

    private EngineWorkers(Limits limits, WorkDirectory directory, WorkerCommand command, long maxResident) {
        this.limits = limits;
        this.directory = directory;
        this.pool = new WorkerPool(command, directory.path(), maxResident);
        this.spools = new Spools(directory.path(), Clock.systemUTC());
        pool.everyMinute(spools::sweep);
    }

    /** Starts no process yet. */
    public static EngineWorkers create(Limits limits) {
        return create(limits, WorkerCommand.likeThisProcess(), ResidentMemory.bound(limits.queryMemory()));
    }

    static EngineWorkers create(Limits limits, WorkerCommand command, long maxResident) {
        return new EngineWorkers(limits, WorkDirectory.create(), command, maxResident);
    }

    @Override
    public JsonNode parse(String sql, Duration timeout) {
        StatementBounds.check(sql);
        Map<String, Object> message = message("parse");
        message.put("sql", sql);
        String tree =
                pool.call(message, timeout, Progress.NONE).answer().get("tree").asText();
        try {
            return FrameChannel.JSON.readTree(tree);
        } catch (JsonProcessingException e) {
            throw LakeException.of(ErrorCode.SQL_REJECTED, "The statement is nested too deeply", e)
                    .hint("Use common table expressions instead of nested expressions");
        }
    }

    @Override
    public Outline outline(Job job) {
        Map<String, Object> message = message("outline");
        message.put("job", job);
        JsonNode answer = pool.call(message, Duration.ofMillis(job.timeoutMillis()), Progress.NONE)
                .answer();
        return new Outline(
                answer.get("logical").asText(), answer.get("physical").asText());
    }

    @Override
    public JobResult run(Job job, Map<String, RowFeed> feeds, Progress progress) {
        Path spool = spools.newFile();
        Map<String, Object> message = message("run");
        message.put("job", job);
        message.put(
                "spill", directory.path().resolve("spill-" + UUID.randomUUID()).toString());
        message.put("spool", new SpoolLimits(spool.toString(), Spools.MAX_ROWS, limits.spoolBytes()));
        WorkerPool.Answer answer =
                pool.call(message, inOrder(job, feeds), Duration.ofMillis(job.timeoutMillis()), progress);
        JsonNode page = answer.answer();
        Rows rows = rows(page);
        boolean more = page.path("more").asBoolean(false);
        Optional<String> rest = more ? Optional.of(spools.keep(spool, rows.columns(), answer.end())) : Optional.empty();
        List<String> warnings =
                page.has("warnings") ? FrameChannel.JSON.convertValue(page.get("warnings"), STRINGS) : List.of();
        return new JobResult(rows, more, rest, warnings);
    }

    /** As the worker reads them, whatever order they came in. */
    private static Map<String, RowFeed> inOrder(Job job, Map<String, RowFeed> feeds) {
        Map<String, RowFeed> ordered = new LinkedHashMap<>();
        for (Relation relation : job.relations()) {
            if (feeds.containsKey(relation.view())) {
                ordered.put(relation.view(), feeds.get(relation.view()));
            }
        }
        return ordered;
    }

    @Override
    public JobResult page(String spool, int maxRows, int maxBytes) {
        return spools.page(spool, maxRows, maxBytes);
    }

    @Override
    public Rows rows(Optional<Path> database, List<Path> files, String sql, List<Object> parameters, Duration timeout) {
        Map<String, Object> message = message("rows");
        database.ifPresent(path -> message.put("database", path.toString()));
        message.put("files", files.stream().map(Path::toString).toList());
        message.put("sql", sql);
        message.put("parameters", parameters);
        return rows(pool.call(message, timeout, Progress.NONE).answer());
    }

    @Override
    public long restarts() {
        return pool.restarts();
    }

    @Override
    public void warmUp() {
        pool.warmUp();
    }

    @Override
    public void close() {
        pool.close();
        directory.close();
    }

    /** Calls that a worker has not ended yet. */
    int callsUnderWay() {
        return pool.callsUnderWay();
    }

    /** The process that runs ordinary calls now. */
    OptionalLong pid() {
        return pool.pid();
    }

    private Map<String, Object> message(String operation) {
        Map<String, Object> message = new HashMap<>();
        message.put("op", operation);
        message.put("memory", limits.queryMemory());
        return message;
    }

    private static Rows rows(JsonNode frame) {
        return new Rows(
                FrameChannel.JSON.convertValue(frame.get("columns"), COLUMNS),
                FrameChannel.JSON.convertValue(frame.get("rows"), ROWS));
    }
}
