package io.mcpbuffet.config;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the keys on how the server is operated. For one file. */
final class ServiceReader {
    static final List<String> KEYS = List.of("http", "access", "audit", "rate", "concurrency", "log", "traces");

    private static final List<String> HTTP = List.of(
            "bind",
            "token",
            "tokens",
            "oauth",
            "tls",
            "public-url",
            "origins",
            "hosts",
            "max-sessions",
            "session-idle",
            "drain");
    private static final List<String> TOKEN = List.of("name", "token", "catalogs");
    private static final List<String> OAUTH = List.of("issuer", "jwks", "audience", "principal", "scopes");
    private static final List<String> SCOPE = List.of("scope", "catalogs", "tools");
    private static final List<String> TLS = List.of("keystore", "password");
    private static final List<String> RULE =
            List.of("principal", "catalogs", "namespaces", "tables", "tools", "effect");
    private static final List<String> AUDIT = List.of("file", "sql");
    private static final List<String> RATE = List.of("per-minute", "burst");
    private static final List<String> CONCURRENCY = List.of("calls", "queue", "wait");
    private static final List<String> LOG = List.of("level", "format");
    private static final List<String> TRACES = List.of("endpoint", "authorization", "sample-percent");

    /** Every key of every block. */
    static final List<String> ALL = Stream.of(
                    HTTP, TOKEN, OAUTH, SCOPE, TLS, RULE, AUDIT, RATE, CONCURRENCY, LOG, TRACES)
            .flatMap(List::stream)
            .toList();

    /** Shorter ones can be guessed. */
    private static final int SHORTEST_TOKEN = 16;

    private static final int MOST = 1_000_000;
    private static final int WHOLE = 100;

    /** Stands for what is a problem already. */
    private static final URI NOWHERE = URI.create("http://localhost");

    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");
    private static final List<String> FORMATS = List.of("text", "json");

    private final SettingBlock root;

    ServiceReader(Setting.Block root, SettingBlock.Context context) {
        this.root =
                SettingBlock.of("", root, context, List.copyOf(root.entries().keySet()));
    }

    ServiceConfig read(Map<String, Object> written) {
        return new ServiceConfig(
                root.block("http", HTTP).map(ServiceReader::http).orElse(HttpConfig.DEFAULT),
                root.blocks("access", RULE).stream().map(ServiceReader::rule).toList(),
                root.block("audit", AUDIT).flatMap(ServiceReader::audit),
                root.block("rate", RATE).map(ServiceReader::rate),
                root.block("concurrency", CONCURRENCY)
                        .map(ServiceReader::concurrency)
                        .orElse(ServiceConfig.Concurrency.DEFAULT),
                root.block("log", LOG).map(ServiceReader::log).orElse(ServiceConfig.Log.DEFAULT),
                root.block("traces", TRACES).map(ServiceReader::traces),
                written);
    }

    private static HttpConfig http(SettingBlock block) {
        HttpConfig usual = HttpConfig.DEFAULT;
        Optional<HttpConfig.OAuth> oauth = block.block("oauth", OAUTH).map(ServiceReader::oauth);
        List<HttpConfig.Token> tokens = tokens(block);
        if (oauth.isPresent() && !tokens.isEmpty()) {
            block.problem("oauth", "excludes token and tokens: give one kind of access");
        }
        if (block.has("public-url")) {
            url(block, "public-url");
        }
        return new HttpConfig(
                bind(block),
                tokens,
                oauth,
                block.block("tls", TLS).flatMap(ServiceReader::tls),
                block.text("public-url").map(text -> text.replaceAll("/+$", "")),
                block.texts("origins"),
                block.texts("hosts"),
                block.number("max-sessions", usual.maxSessions(), 1, MOST),
                block.duration("session-idle", usual.sessionIdle()),
                block.duration("drain", usual.drain()));
    }

    private static HostPort bind(SettingBlock block) {
        Optional<String> text = block.text("bind");
        Optional<HostPort> bind = text.flatMap(HostPort::parse);
        if (text.isPresent() && bind.isEmpty()) {
            block.problem("bind", "is '" + text.get() + "', not an address such as 127.0.0.1:8765");
        }
        return bind.orElse(HostPort.DEFAULT);
    }

    private static List<HttpConfig.Token> tokens(SettingBlock block) {
        List<HttpConfig.Token> tokens = block.blocks("tokens", TOKEN).stream()
                .map(each -> new HttpConfig.Token(each.required("name"), secret(each), each.texts("catalogs")))
                .toList();
        Set<String> names = new HashSet<>();
        tokens.stream()
                .filter(token -> !names.add(token.name()))
                .forEach(token -> block.problem("tokens", "has two tokens of the name '" + token.name() + "'"));
        if (block.has("token") && !tokens.isEmpty()) {
            block.problem("token", "and 'http.tokens' exclude each other");
        }
        return block.has("token") && tokens.isEmpty()
                ? List.of(new HttpConfig.Token("token", secret(block), List.of()))
                : tokens;
    }

    private static Secret secret(SettingBlock block) {
        String text = block.required("token").strip();
        if (!text.isEmpty() && text.length() < SHORTEST_TOKEN) {
            block.problem("token", "is shorter than " + SHORTEST_TOKEN + " characters, so that it can be guessed");
        }
        return new Secret(text);
    }

    private static HttpConfig.OAuth oauth(SettingBlock block) {
        if (block.has("jwks")) {
            url(block, "jwks");
        }
        return new HttpConfig.OAuth(
                url(block, "issuer"),
                block.text("jwks"),
                block.required("audience"),
                block.text("principal").orElse("sub"),
                block.blocks("scopes", SCOPE).stream()
                        .map(each -> new HttpConfig.Scope(
                                each.required("scope"), each.texts("catalogs"), each.texts("tools")))
                        .toList());
    }

    private static Optional<HttpConfig.Tls> tls(SettingBlock block) {
        block.required("keystore");
        Secret password = new Secret(block.text("password").orElse(""));
        return block.path("keystore").map(path -> new HttpConfig.Tls(path, password));
    }

    private static ServiceConfig.Rule rule(SettingBlock block) {
        String effect = block.required("effect");
        if (block.has("effect") && !List.of("allow", "deny").contains(effect)) {
            block.problem("effect", "is '" + effect + "', not allow or deny");
        }
        return new ServiceConfig.Rule(
                block.texts("principal"),
                block.texts("catalogs"),
                block.texts("namespaces"),
                block.texts("tables"),
                block.texts("tools"),
                effect.equals("allow"));
    }

    private static Optional<ServiceConfig.Audit> audit(SettingBlock block) {
        block.required("file");
        boolean sql = block.flag("sql");
        return block.path("file").map(file -> new ServiceConfig.Audit(file, sql));
    }

    private static ServiceConfig.Rate rate(SettingBlock block) {
        int perMinute = block.number("per-minute", 600, 1, MOST);
        return new ServiceConfig.Rate(perMinute, block.number("burst", Math.max(1, perMinute / 10), 1, MOST));
    }

    private static ServiceConfig.Concurrency concurrency(SettingBlock block) {
        ServiceConfig.Concurrency usual = ServiceConfig.Concurrency.DEFAULT;
        return new ServiceConfig.Concurrency(
                block.number("calls", usual.calls(), 1, MOST),
                block.number("queue", usual.queue(), 0, MOST),
                block.duration("wait", usual.patience()));
    }

    private static ServiceConfig.Log log(SettingBlock block) {
        return new ServiceConfig.Log(word(block, "level", LEVELS), word(block, "format", FORMATS));
    }

    private static Optional<String> word(SettingBlock block, String key, List<String> words) {
        Optional<String> text = block.text(key);
        if (text.isPresent() && !words.contains(text.get())) {
            block.problem(key, "is '" + text.get() + "', not one of " + String.join(", ", words));
        }
        return text.filter(words::contains);
    }

    private static ServiceConfig.Traces traces(SettingBlock block) {
        String endpoint = url(block, "endpoint");
        return new ServiceConfig.Traces(
                isUrl(endpoint) ? URI.create(endpoint) : NOWHERE,
                block.text("authorization").map(Secret::new),
                block.number("sample-percent", WHOLE, 0, WHOLE) / (double) WHOLE);
    }

    private static String url(SettingBlock block, String key) {
        String text = block.required(key);
        if (block.has(key) && !isUrl(text)) {
            block.problem(key, "is '" + text + "', not a URL such as https://example.org");
        }
        return text;
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
