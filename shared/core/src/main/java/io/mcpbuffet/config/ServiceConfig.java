package io.mcpbuffet.config;

import java.nio.file.Path;
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
 * @param written the same as it is written in the file, for printing
 */
public record ServiceConfig(
        HttpConfig http, List<Rule> access, Optional<Audit> audit, Optional<Rate> rate, Map<String, Object> written) {
    public static final ServiceConfig DEFAULT =
            new ServiceConfig(HttpConfig.DEFAULT, List.of(), Optional.empty(), Optional.empty(), Map.of());

    public ServiceConfig {
        access = List.copyOf(access);
        written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
    }

    /** The same with another HTTP server. */
    public ServiceConfig with(HttpConfig other) {
        return new ServiceConfig(other, access, audit, rate, written);
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
}
