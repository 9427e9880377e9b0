package io.mcpbuffet.server;

import io.mcpbuffet.config.BuffetConfig;
import io.mcpbuffet.config.Environment;
import io.mcpbuffet.config.HttpConfig;
import io.mcpbuffet.config.StandaloneFlags;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.observe.Logs;
import io.mcpbuffet.server.http.HttpServer;
import io.mcpbuffet.spi.CatalogProvider;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The program of a server with one catalog: {@code [KIND] --flag value ...} over standard input and output, or over HTTP with {@code
 * --http [HOST:PORT]}.
 */
public final class ServerMain {
    private static final String LOG_LEVEL = "--log-level";
    private static final String LOG_FORMAT = "--log-format";
    private static final int USAGE = 2;

    private ServerMain() {}

    public static void main(String[] arguments) {
        OutputStream out = StandardOutput.take();
        System.exit(run(List.of(arguments), new FileInputStream(FileDescriptor.in), out));
    }

    /** The exit code of the process: 0 at the end of the input, 2 where the arguments are wrong. */
    public static int run(List<String> arguments, InputStream in, OutputStream out) {
        try {
            List<String> flags = new ArrayList<>(arguments);
            Logs.level(taken(LOG_LEVEL, flags).orElse("warn"));
            Logs.format(taken(LOG_FORMAT, flags).orElse("text"));
            Optional<HttpFlag> http = HttpFlag.take(flags);
            BuffetServer server = BuffetServer.open(config(flags));
            return http.isPresent()
                    ? serve(server, http.get().over(HttpConfig.DEFAULT, Environment.system()))
                    : serve(server, in, out);
        } catch (LakeException e) {
            System.err.println(Logs.masked(e.getMessage()));
            if (!e.hint().isEmpty()) {
                System.err.println(Logs.masked(e.hint()));
            }
            return USAGE;
        }
    }

    /** Serves until the input ends, and closes the server then or when the process is told to end. */
    public static int serve(BuffetServer server, InputStream in, OutputStream out) {
        Shutdown.closes(server);
        try (server) {
            server.serveStdio(in, out);
            return 0;
        }
    }

    /** Serves over HTTP until the process is told to end. */
    public static int serve(BuffetServer server, HttpConfig config) {
        try (server;
                HttpServer http = server.serveHttp(config)) {
            Shutdown.closes(
                    () -> {
                        http.close();
                        server.close();
                    },
                    config.drain());
            System.err.println("Listening on " + http.uri() + "/mcp");
            http.join();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static BuffetConfig config(List<String> flags) {
        boolean named = !flags.isEmpty() && !flags.get(0).startsWith("-");
        List<CatalogProvider> all = BuffetServer.providers();
        List<CatalogProvider> providers = named ? family(flags.remove(0), all) : all;
        return StandaloneFlags.read(flags, providers, Environment.system());
    }

    /** A first word names a kind; the kinds that come in its package or below are still told apart by their flags. */
    private static List<CatalogProvider> family(String kind, List<CatalogProvider> providers) {
        String home = providers.stream()
                .filter(p -> p.kind().equals(kind))
                .map(p -> p.getClass().getPackageName())
                .findFirst()
                .orElseThrow(() -> LakeException.invalid("'" + kind + "' is not a kind of catalog")
                        .hint("Kinds are "
                                + String.join(
                                        ", ",
                                        providers.stream()
                                                .map(CatalogProvider::kind)
                                                .toList())));
        return providers.stream()
                .filter(p -> (p.getClass().getPackageName() + ".").startsWith(home + "."))
                .toList();
    }

    /** The value of a flag, which is taken out of the flags. */
    private static Optional<String> taken(String name, List<String> flags) {
        for (int i = 0; i < flags.size(); i++) {
            if (flags.get(i).startsWith(name + "=")) {
                return Optional.of(flags.remove(i).substring(name.length() + 1));
            }
            if (flags.get(i).equals(name) && i + 1 < flags.size()) {
                flags.remove(i);
                return Optional.of(flags.remove(i));
            }
        }
        return Optional.empty();
    }
}
