package io.mcpbuffet.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the server is operated: for whom, and who sees what it does.
 *
 * @param access rules on what principals may see and use
 * @param rate calls that one principal may make
 * @param concurrency calls that one catalog may have at once
 * @param log what the log looks like
 * @param traces where spans are sent
 * @param written the same as it is written in the file, for printing
 */
public record ServiceConfig(
        HttpConfig http,
        List<Rule> access,
        Optional<Audit> audit,
        Optional<Rate> rate,
        Concurrency concurrency,
        Log log,
        Optional<Traces> traces,
        Map<String, Object> written) {
    public static final ServiceConfig DEFAULT = new ServiceConfig(
            HttpConfig.DEFAULT,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Concurrency.DEFAULT,
            Log.DEFAULT,
            Optional.empty(),
            Map.of());

    public ServiceConfig {
        access = List.copyOf(access);
        written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    }

    /** The same with another HTTP server. */
    public ServiceConfig with(HttpConfig other) {
        return new ServiceConfig(other, access, audit, rate, concurrency, log, traces, written);
    }

    /** Without what is written, since some of it is secret. */
    @Override
    public String toString() {
        return "service" + written.keySet();
    }

    /** A rule; empty lists stand for all. All of its lists are of globs. */
    public record Rule(
            List<String> principals,
            List<String> catalogs,
            List<String> namespaces,
            List<String> tables,
            List<String> tools,
            boolean allow) {
        public Rule {
            principals = List.copyOf(principals);
            catalogs = List.copyOf(catalogs);
            namespaces = List.copyOf(namespaces);
            tables = List.copyOf(tables);
            tools = List.copyOf(tools);
        }
    }

    /**
     * A file with a line for each call.
     *
     * @param sql whether the text of statements is written too
     */
    public record Audit(Path file, boolean sql) {}

    /**
     * A rate as a bucket that fills again.
     *
     * @param perMinute calls that are added in a minute
     * @param burst calls that it holds
     */
    public record Rate(int perMinute, int burst) {}

    /**
     * What one catalog may be asked at once.
     *
     * @param calls that run
     * @param queue that wait; more are refused at once
     * @param patience how long one waits at most
     */
    public record Concurrency(int calls, int queue, Duration patience) {
        public static final Concurrency DEFAULT = new Concurrency(32, 256, Duration.ofSeconds(10));
    }

    /**
     * The log, where no flag says otherwise.
     *
     * @param level empty for the usual one
     * @param format {@code text} or {@code json}
     */
    public record Log(Optional<String> level, Optional<String> format) {
        public static final Log DEFAULT = new Log(Optional.empty(), Optional.empty());
    }

    /**
     * Where spans are sent, by OTLP over HTTP.
     *
     * @param authorization the value of the header of that name
     * @param sample the share of traces that are sent where the caller does not say
     */
    public record Traces(URI endpoint, Optional<Secret> authorization, double sample) {}
}
