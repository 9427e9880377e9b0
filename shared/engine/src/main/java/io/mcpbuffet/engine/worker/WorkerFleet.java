package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.worker.WorkerProcess.Cause;
import io.mcpbuffet.engine.worker.WorkerProcess.Death;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker processes: a shared one, a warm spare that follows it, and one for calls that must be alone. Watches their memory. */
final class WorkerFleet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFleet.class);
    private static final long WATCH_MILLIS = 100;

    private final WorkerCommand command;
    private final Path directory;
    private final long maxResident;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "worker-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Thread hook = new Thread(this::killAll, "end-workers");
    private WorkerProcess shared;
    private WorkerProcess spare;
    private WorkerProcess isolated;
    private boolean watching;
    private int started;
    private long restarts;
    private boolean closed;

    WorkerFleet(WorkerCommand command, Path directory, long maxResident) {
        this.command = command;
        this.directory = directory;
        this.maxResident = maxResident;
    }

    ScheduledExecutorService clock() {
        return clock;
    }

    void warmUp() {
        clock.execute(() -> {
            try {
                shared();
            } catch (LakeException e) {
                LOG.warn("The engine worker does not start: {}", e.getMessage());
            }
        });
    }

    /** The worker for ordinary calls, started when there is none. */
    synchronized WorkerProcess shared() {
        if (shared == null || !shared.alive()) {
            restarts += shared == null ? 0 : 1;
            shared = spare != null && spare.alive() ? spare : start();
            spare = null;
            clock.schedule(this::startSpare, 1, TimeUnit.SECONDS);
        }
        return shared;
    }

    /** The worker for calls that run alone. */
    synchronized WorkerProcess isolated() {
        if (isolated == null || !isolated.alive()) {
            restarts += isolated == null ? 0 : 1;
            isolated = start();
        }
        return isolated;
    }

    /** Ends it, when nobody is to use it soon. */
    synchronized void endIsolated() {
        if (isolated != null) {
            isolated.kill(new Death(Cause.CLOSED, null));
            isolated = null;
        }
    }

    private synchronized void startSpare() {
        if (!closed && shared != null && (spare == null || !spare.alive())) {
            try {
                spare = start();
            } catch (LakeException e) {
                LOG.warn("No spare engine worker: {}", e.getMessage());
            }
        }
    }

    private WorkerProcess start() {
        if (closed) {
            throw LakeException.unavailable("The server is ending", null);
        }
        try {
            if (!watching) {
                watching = true;
                Runtime.getRuntime().addShutdownHook(hook);
                clock.scheduleWithFixedDelay(this::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
            }
            return WorkerProcess.start(command, directory.resolve("worker-" + started++));
        } catch (IOException e) {
            throw LakeException.unavailable("The engine worker cannot be started: " + e.getMessage(), e)
                    .hint("Check that the Java of this server can be executed and that memory is free");
        }
    }

    private void watch() {
        for (WorkerProcess worker : all()) {
            List<PendingCall> calls = worker.callsInIt();
            if (!calls.isEmpty() && ResidentMemory.of(worker.pid()).orElse(0) > maxResident) {
                LOG.warn("The engine worker {} is over {} MB and is replaced", worker.pid(), maxResident >> 20);
                worker.kill(new Death(Cause.MEMORY, calls.size() == 1 ? calls.get(0) : null));
            }
        }
    }

    private synchronized List<WorkerProcess> all() {
        List<WorkerProcess> all = new ArrayList<>();
        for (WorkerProcess worker : new WorkerProcess[] {shared, spare, isolated}) {
            if (worker != null && worker.alive()) {
                all.add(worker);
            }
        }
        return all;
    }

    /** Workers that followed one that had died. */
    synchronized long restarts() {
        return restarts;
    }

    int callsUnderWay() {
        return all().stream().mapToInt(WorkerProcess::calls).sum();
    }

    synchronized OptionalLong pid() {
        return shared == null ? OptionalLong.empty() : OptionalLong.of(shared.pid());
    }

    private void killAll() {
        all().forEach(worker -> worker.kill(new Death(Cause.CLOSED, null)));
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        killAll();
        clock.shutdownNow();
        if (watching) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                LOG.debug("The process is ending already", e);
            }
        }
    }
}
