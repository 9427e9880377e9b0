package io.mcpbuffet.router.link;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that is a process of ours: a message is a line on its standard input or output. It ends with its process, or as soon as one of
 * its two streams does, and takes everything along that the process has started.
 */
final class ChildLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(ChildLink.class);

    /** Time to end by itself, and then after a polite request. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** For what a process that has ended left in the pipe: somebody else may hold the other end open for ever. */
    private static final Duration DRAIN = Duration.ofMillis(150);

    private final String name;
    private final Process process;
    private final ProcessTree tree;
    private final Receiver receiver;
    private final Mailbox mailbox;
    private final Words words;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private ChildLink(String name, Process process, String mark, Receiver receiver) {
        this.name = name;
        this.process = process;
        this.tree = new ProcessTree(process.toHandle(), mark);
        this.receiver = receiver;
        this.mailbox = new Mailbox(name, process.getOutputStream());
        this.words = new Words(name);
    }

    /** UNAVAILABLE where the program cannot be started. */
    static Link start(String name, Command command, Receiver receiver) {
        String mark = UUID.randomUUID().toString();
        Deque<String> words = new ArrayDeque<>(command.arguments());
        words.addFirst(command.program());
        ProcessBuilder builder = new ProcessBuilder(words.toArray(String[]::new));
        command.directory().ifPresent(directory -> builder.directory(directory.toFile()));
        var variables = command.variables(System.getenv());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.environment().put(ProcessTree.MARK, mark);
        try {
            ChildLink link = new ChildLink(name, builder.start(), mark, receiver);
            link.listen();
            return link;
        } catch (IOException e) {
            throw LakeException.of(
                            ErrorCode.UNAVAILABLE, "The program '" + command.program() + "' cannot be started", e)
                    .hint("Check 'command' of mcpServers." + name + " and the PATH of this server");
        }
    }

    private void listen() {
        thread("in", () -> read(process.getInputStream()));
        thread("err", () -> words.read(process.getErrorStream()));
        process.onExit().thenAccept(ended -> thread("exit", this::exited));
    }

    private void exited() {
        try {
            TimeUnit.MILLISECONDS.sleep(DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(exit());
    }

    private void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "mcp-" + name + "-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(InputStream in) {
        try {
            new FrameReader(new Frames(receiver)).read(in);
        } catch (IOException e) {
            LOG.debug("The output of {} broke off: {}", name, e.getMessage());
        }
        ended();
    }

    /** A process that ends closes its output first. */
    private void ended() {
        try {
            if (process.waitFor(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                end(exit());
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end("It closed its output");
    }

    private String exit() {
        int code = process.exitValue();
        return code > 128 ? "It was ended by signal " + (code - 128) : "It ended with exit code " + code;
    }

    private void end(String why) {
        if (over.compareAndSet(false, true)) {
            String said = words.last();
            receiver.ended(LakeException.unavailable(
                    "The server '" + name + "' has gone: " + why + (said.isEmpty() ? "" : " after \"" + said + "\""),
                    null));
            close();
        }
    }

    @Override
    public void send(byte[] json, long id) {
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        if (!mailbox.put(line, id) && id != 0) {
            receiver.failed(
                    id,
                    LakeException.of(ErrorCode.UNAVAILABLE, "The server '" + name + "' does not read its input")
                            .hint("Call again later"));
        }
    }

    @Override
    public void answered(long id) {
        mailbox.read(id);
    }

    @Override
    public String lastWords() {
        return words.last();
    }

    @Override
    public void close() {
        over.set(true);
        if (closed.compareAndSet(false, true)) {
            thread("end", this::shutDown);
        }
    }

    private void shutDown() {
        mailbox.close();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                tree.terminate();
                process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.kill();
        closeQuietly(process.getInputStream());
        closeQuietly(process.getErrorStream());
        closeQuietly(process.getOutputStream());
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception e) {
            LOG.debug("A pipe did not close: {}", e.getMessage());
        }
    }
}
