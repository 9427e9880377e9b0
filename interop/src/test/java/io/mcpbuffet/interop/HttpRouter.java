package io.mcpbuffet.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.observe.Said;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The router over the demo lakehouse, as a process that listens on a free port of this machine. */
final class HttpRouter implements AutoCloseable {
    private static final String LISTENING = "Listening on ";
    private static final String ENDPOINT = "/mcp";

    private final Process process;
    private final URI uri;

    private HttpRouter(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** @param settings in the form of buffet.yaml, beside the catalogs of the demo */
    static HttpRouter start(String settings) {
        Path demo = lakehouse();
        try {
            Path config = demo.resolve("served-" + Integer.toHexString(settings.hashCode()) + ".yaml");
            Files.writeString(config, Files.readString(demo.resolve("buffet.yaml")) + settings);
            Process process = new ProcessBuilder(List.of(
                            Programs.ROOT.resolve("buffet").toString(),
                            "serve",
                            "--config",
                            config.toString(),
                            "--http",
                            "127.0.0.1:0"))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new HttpRouter(process, address(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path lakehouse() {
        List<String> command = new ArrayList<>(Programs.demo());
        Programs.Ended made = Programs.run(Programs.MODULE, "", command);
        assertThat(made.code()).as(made.err()).isZero();
        return Path.of(command.get(command.size() - 1));
    }

    /** What the process says after its address is passed on. */
    private static URI address(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.err.println(line);
            if (line.startsWith(LISTENING)) {
                Said.passOn(lines);
                return URI.create(line.substring(LISTENING.length(), line.length() - ENDPOINT.length()));
            }
        }
        throw new AssertionError("The router ended before it listened");
    }

    /** Without a path. */
    URI uri() {
        return uri;
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
