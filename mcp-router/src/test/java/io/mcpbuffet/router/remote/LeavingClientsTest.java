package io.mcpbuffet.router.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go while a server works for them, or for all. */
class LeavingClientsTest {
    private static final Remote.Owner ONE = new Remote.Owner("", "one");
    private static final Remote.Owner OTHER = new Remote.Owner("", "other");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        clock.shutdownNow();
    }

    private Remote remote(Consumer<Manifest> learned, String... faults) {
        Map<String, Object> entry = new LinkedHashMap<>(FixtureServer.command(faults));
        ServerConfig config =
                ServerConfig.all(Map.of("fixture", entry), directory).get(0);
        return new Remote(config, Optional.empty(), clock, learned);
    }

    private static CompletableFuture<ObjectNode> call(Remote remote, Remote.Owner owner, String tool) {
        return remote.call(owner, Ask.of("tools/call", Client.params(tool, "millis", 60_000), PATIENCE));
    }

    private static ProcessHandle process(Remote remote, Remote.Owner owner) throws Exception {
        String pid = get(call(remote, owner, "pid")).at("/content/0/text").asText();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static ServerSocket gate() throws IOException {
        ServerSocket gate = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gate.setSoTimeout((int) PATIENCE.toMillis());
        return gate;
    }

    @Test
    void leaveTheListsToBeReadToTheEndForAll() throws Exception {
        CompletableFuture<Manifest> learned = new CompletableFuture<>();
        try (ServerSocket gate = gate();
                Remote remote = remote(learned::complete, "stdio", "gate:" + gate.getLocalPort())) {
            ProcessHandle process = process(remote, ONE);
            Socket first = gate.accept();
            remote.ended(ONE);
            first.close();
            gate.accept().close();
            assertThat(get(learned).names(ListKind.TOOLS)).contains("echo", "change");
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(process(remote, OTHER)).isNotEqualTo(process);
        }
    }

    @Test
    void holdNobodyUpWhoStopsTheRouterWhileListsAreRead() throws Exception {
        try (ServerSocket gate = gate();
                Remote remote = remote(nothing -> {}, "stdio", "gate:" + gate.getLocalPort())) {
            ProcessHandle process = process(remote, ONE);
            gate.accept();
            remote.ended(ONE);
            remote.close();
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** A server that was left before it could answer is as good as one that nobody has asked. */
    @Test
    void areNoReasonToLeaveAServerAlone() throws Exception {
        try (Remote remote = remote(nothing -> {}, "stdio")) {
            CompletableFuture<ObjectNode> call = call(remote, ONE, "slow");
            remote.ended(ONE);
            assertThatThrownBy(() -> get(call))
                    .hasRootCauseMessage("The server 'fixture' was ended: Its client has gone");
            assertThat(remote.trouble().orElse("")).doesNotContain("client has gone");
            assertThat(get(call(remote, OTHER, "echo")).path("content")).isNotEmpty();
        }
    }
}
