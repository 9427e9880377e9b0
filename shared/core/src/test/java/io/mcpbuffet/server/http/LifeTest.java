package io.mcpbuffet.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mcpbuffet.access.Authenticator;
import io.mcpbuffet.config.HostPort;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.Secret;
import io.mcpbuffet.observe.Canary;
import io.mcpbuffet.server.ConformanceServer;
import io.mcpbuffet.server.ServedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over time: how it starts to be safe, keeps connections, forgets sessions and ends. */
@Timeout(90)
class LifeTest {
    private static final String PASSWORD = Canary.KEYSTORE_PASSWORD.value();
    private static final String WAIT = Browser.message(7, "tools/call", "{\"name\":\"waits\",\"arguments\":{}}");

    @TempDir
    private Path directory;

    private static HttpConfig config(Optional<HttpConfig.Tls> tls, Duration idle, Duration drain) {
        return new HttpConfig(
                new HostPort("127.0.0.1", 0),
                List.of(),
                Optional.empty(),
                tls,
                Optional.empty(),
                List.of(),
                List.of(),
                100,
                idle,
                drain);
    }

    private static ServedHttp served(Duration idle, Duration drain) {
        return new ServedHttp(config(Optional.empty(), idle, drain), Authenticator.OPEN, Duration.ofSeconds(1));
    }

    @Test
    void speaksTlsWithTheKeyOfAKeystore() throws Exception {
        Path keystore = directory.resolve("server.p12");
        keytool(keystore);
        HttpConfig.Tls tls = new HttpConfig.Tls(keystore, new Secret(PASSWORD));
        try (ServedHttp served =
                new ServedHttp(config(Optional.of(tls), Duration.ofMinutes(1), Duration.ZERO), Authenticator.OPEN)) {
            assertThat(served.uri().getScheme()).isEqualTo("https");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(keystore)).build();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(served.uri().resolve("/livez")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("ok\n");
            assertThat(plain(served.uri())).doesNotContain("200", "ok");
        }
    }

    private static void keytool(Path keystore) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keystore.toString(),
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static SSLContext trusting(Path keystore) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** What somebody without TLS reads. */
    private static String plain(URI server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.getOutputStream()
                    .write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException e) {
            return "";
        }
    }

    @Test
    void answersWhatRunsAndTakesNothingNewWhileItEnds() throws Exception {
        ServedHttp served = served(Duration.ofMinutes(1), Duration.ofSeconds(60));
        Browser session = new Browser(served.uri()).initialize();
        CompletableFuture<Browser.Answer> running = CompletableFuture.supplyAsync(() -> session.post("/mcp", WAIT));
        served.awaitStarted();
        CompletableFuture<Void> ending = CompletableFuture.runAsync(served::stop);
        while (session.get("/readyz").status() == 200) {
            Thread.onSpinWait();
        }
        assertThat(session.get("/livez").status()).isEqualTo(200);
        Browser.Answer refused = session.post("/mcp", Browser.message(8, "ping", "{}"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isPresent();
        assertThat(ending).isNotDone();
        served.release();
        assertThat(running.get(20, TimeUnit.SECONDS)
                        .json()
                        .at("/result/structuredContent/value")
                        .asText())
                .isEqualTo("released");
        ending.get(20, TimeUnit.SECONDS);
    }

    @Test
    void endsWhatTakesLongerThanItMay() throws Exception {
        ServedHttp served = served(Duration.ofMinutes(1), Duration.ofMillis(100));
        Browser session = new Browser(served.uri()).initialize();
        CompletableFuture<Browser.Answer> running = CompletableFuture.supplyAsync(() -> session.post("/mcp", WAIT));
        served.awaitStarted();
        served.stop();
        assertThat(served.awaitInterrupted(20)).isTrue();
        running.handle((answer, failure) -> null).get(20, TimeUnit.SECONDS);
    }

    @Test
    void forgetsSessionsThatNobodyUses() throws Exception {
        try (ServedHttp served = served(Duration.ofSeconds(4), Duration.ZERO)) {
            Browser busy = new Browser(served.uri()).initialize();
            CompletableFuture<Browser.Answer> running = CompletableFuture.supplyAsync(() -> busy.post("/mcp", WAIT));
            served.awaitStarted();
            Browser listening = new Browser(served.uri()).initialize();
            try (Browser.Stream stream = listening.stream("GET", "/mcp", "")) {
                assertThat(stream.status).isEqualTo(200);
                new Browser(served.uri()).initialize();
                assertThat(served.sessions()).isEqualTo(3);
                while (served.sessions() > 2) {
                    Thread.onSpinWait();
                }
                assertThat(served.sessions()).isEqualTo(2);
                assertThat(listening
                                .post("/mcp", Browser.message(1, "ping", "{}"))
                                .status())
                        .isEqualTo(200);
            }
            served.release();
            assertThat(running.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            while (served.sessions() > 0) {
                Thread.onSpinWait();
            }
            assertThat(busy.post("/mcp", Browser.message(1, "ping", "{}")).status())
                    .isEqualTo(404);
        }
    }

    /** Something in between closes a connection that says nothing for a while: half a minute is usual. */
    @Test
    void keepsConnectionsThatHaveNothingToSayInUse() throws Exception {
        try (ServedHttp served = served(Duration.ofMinutes(1), Duration.ZERO)) {
            Browser session = new Browser(served.uri()).initialize();
            try (Browser.Stream listening = session.stream("GET", "/mcp", "");
                    Browser.Stream legacy = session.stream("GET", "/sse", "")) {
                CompletableFuture<Browser.Stream> call =
                        CompletableFuture.supplyAsync(() -> session.stream("POST", "/mcp", WAIT));
                legacy.next();
                assertThat(listening.comment()).isEqualTo(": open");
                assertThat(listening.comment()).isEqualTo(": ");
                assertThat(legacy.comment()).isEqualTo(": ");
                try (Browser.Stream answer = call.get(20, TimeUnit.SECONDS)) {
                    assertThat(answer.headers.get("content-type")).containsExactly("text/event-stream");
                    assertThat(answer.comment()).isEqualTo(": open");
                    served.release();
                    assertThat(answer.message().path("id").asInt()).isEqualTo(7);
                }
            }
        }
    }

    @Test
    void tellsThoseWhoListenWithoutASessionWhatTheyAskedFor() {
        String meta =
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
        try (ConformanceServer server = new ConformanceServer()) {
            Browser browser = new Browser(server.uri()).with("MCP-Protocol-Version", "2026-07-28");
            String listen = Browser.message(
                    5, "subscriptions/listen", "{\"notifications\":{\"toolsListChanged\":true}," + meta + "}");
            try (Browser.Stream stream =
                    browser.with("Mcp-Method", "subscriptions/listen").stream("POST", "/mcp", listen)) {
                assertThat(stream.message().path("method").asText())
                        .isEqualTo("notifications/subscriptions/acknowledged");
                for (String what : List.of("prompt", "tool")) {
                    String name = "test_trigger_" + what + "_change";
                    browser.with("Mcp-Method", "tools/call")
                            .with("Mcp-Name", name)
                            .request(6, "tools/call", "{\"name\":\"" + name + "\",\"arguments\":{}," + meta + "}");
                }
                assertThat(stream.message().path("method").asText()).isEqualTo("notifications/tools/list_changed");
            }
        }
    }
}
