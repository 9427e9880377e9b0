package io.mcpbuffet.server;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.observe.Redaction;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.util.List;

/** The tools of {@link TestTools} as a process of its own. */
public final class TestServerMain {
    private TestServerMain() {}

    public static void main(String[] arguments) throws Exception {
        var out = StandardOutput.take();
        var tools = new TestTools();
        Shutdown.closes(() -> {
            // A server that cannot be closed must not keep the process.
            if (List.of(arguments).contains("--hang")) {
                new java.util.concurrent.CountDownLatch(1).await();
            }
        });
        new StdioServer(
                        tools.all(),
                        new FakeResources(),
                        "Instructions.",
                        "1",
                        Limits.DEFAULT,
                        Redaction.of(List.of(TestTools.PASSWORD)))
                .serve(new FileInputStream(FileDescriptor.in), out);
        System.exit(0);
    }
}
