package io.mcpbuffet.server;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.observe.Redaction;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The tools of {@link TestTools} served over pipes in this process. */
final class Served implements AutoCloseable {
    final TestTools tools = new TestTools();
    final Wire wire;
    final Future<?> server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    Served() {
        try {
            PipedInputStream input = new PipedInputStream(1 << 16);
            // A reader that finds its writer's thread gone calls the pipe broken, and threads of a pool do go.
            PipedInputStream answers = new PipedInputStream(8 << 20);
            PipedOutputStream output = new PipedOutputStream(answers);
            this.wire = new Wire(new PipedOutputStream(input), answers);
            StdioServer serving = new StdioServer(
                    tools.all(),
                    new FakeResources(),
                    "Instructions.",
                    "1",
                    Limits.DEFAULT,
                    Redaction.of(List.of(TestTools.PASSWORD, TestTools.FAMILIAR)));
            this.server = thread.submit(() -> {
                try (output) {
                    serving.serve(input, output);
                }
                return null;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tools.release.countDown();
        wire.close();
        thread.shutdownNow();
    }
}
