package io.mcpbuffet.router.remote;

import io.mcpbuffet.config.Secret;
import io.mcpbuffet.config.Units;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.router.link.Command;
import io.mcpbuffet.router.link.Endpoint;
import io.mcpbuffet.router.remote.ServerConfig.Load;
import io.mcpbuffet.router.remote.ServerConfig.Role;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads one entry of {@code mcpServers}, as the configurations of clients have it, with some keys of ours. For one entry. */
final class ServerReader {
    private static final List<String> KEYS = List.of(
            "command",
            "args",
            "env",
            "cwd",
            "url",
            "headers",
            "type",
            "allow",
            "deny",
            "timeout",
            "max-timeout",
            "start-timeout",
            "idle",
            "inherit-env",
            "on-change",
            "concurrency",
            "queue",
            "sessions",
            "as",
            "disabled");

    /** Other words for the same, and what clients keep there for themselves. */
    private static final Set<String> OF_CLIENTS = Set.of(
            "serverUrl",
            "httpUrl",
            "transport",
            "transportType",
            "disabledTools",
            "autoApprove",
            "alwaysAllow",
            "description",
            "name",
            "icon",
            "trust",
            "includeTools",
            "excludeTools",
            "envFile",
            "tools",
            "metadata");

    private static final Load USUAL = new Load(32, 1024, 64);

    private final String name;
    private final Map<?, ?> entry;
    private final Path directory;

    private ServerReader(String name, Map<?, ?> entry, Path directory) {
        this.name = name;
        this.entry = entry;
        this.directory = directory;
    }

    /** Those that are not disabled, in their order. INVALID_ARGUMENT for one that is wrong, or for two whose names become one. */
    static List<ServerConfig> all(Map<String, Object> servers, Path directory) {
        Map<String, ServerConfig> byAlias = new LinkedHashMap<>();
        servers.forEach((name, entry) -> {
            if (!(entry instanceof Map<?, ?> map)) {
                throw LakeException.invalid("'mcpServers." + name + "' must hold keys such as command or url");
            }
            ServerReader reader = new ServerReader(name, map, directory);
            reader.check();
            if (reader.flag("disabled")) {
                return;
            }
            ServerConfig config = reader.read();
            ServerConfig other = byAlias.put(config.alias(), config);
            if (other != null) {
                throw LakeException.invalid("The servers '" + other.name() + "' and '" + name
                                + "' of mcpServers would both be called '" + config.alias() + "'")
                        .hint("Give one of them another name");
            }
        });
        return List.copyOf(byAlias.values());
    }

    private void check() {
        for (Object key : entry.keySet()) {
            if (!KEYS.contains(key) && !OF_CLIENTS.contains(key)) {
                throw LakeException.invalid("'mcpServers." + name + "." + key + "' is unknown")
                        .hint(Nearest.of(String.valueOf(key), KEYS)
                                .map(nearest -> "Did you mean '" + nearest + "'?")
                                .orElse("Known are " + String.join(", ", KEYS)));
            }
        }
    }

    private ServerConfig read() {
        Optional<String> url = text("url").or(() -> text("serverUrl")).or(() -> text("httpUrl"));
        Optional<String> program = text("command");
        if (url.isPresent() == program.isPresent()) {
            throw LakeException.invalid("'mcpServers." + name + "' has " + (url.isPresent() ? "both" : "neither")
                    + " command " + (url.isPresent() ? "and" : "nor") + " url");
        }
        return new ServerConfig(
                name,
                ExposedName.alias(name),
                program.map(this::command),
                url.map(this::endpoint),
                both("allow", "includeTools"),
                Stream.concat(both("deny", "excludeTools").stream(), texts("disabledTools").stream())
                        .toList(),
                timing(),
                load(),
                word("on-change", List.of("report", "block")).equals("block"),
                role());
    }

    private List<String> both(String ours, String theirs) {
        return Stream.concat(texts(ours).stream(), texts(theirs).stream()).toList();
    }

    private Command command(String program) {
        Optional<Path> where = text("cwd").map(directory::resolve);
        return new Command(program, texts("args"), map("env"), new LinkedHashSet<>(texts("inherit-env")), where);
    }

    private Endpoint endpoint(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw wrong("url", "is not a URL");
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null) {
            throw wrong("url", "must begin with http:// or https://");
        }
        Optional<String> type = text("type").or(() -> text("transport")).or(() -> text("transportType"));
        return new Endpoint(uri, map("headers"), type.map(Endpoint.Carrier::of).orElse(Endpoint.Carrier.EITHER));
    }

    private Timing timing() {
        Timing usual = Timing.USUAL;
        Duration call = duration("timeout", usual.call());
        Duration most = duration("max-timeout", usual.most());
        return new Timing(
                duration("start-timeout", usual.start()),
                call,
                most.compareTo(call) < 0 ? call : most,
                duration("idle", usual.idle()));
    }

    private Load load() {
        return new Load(
                number("concurrency", USUAL.calls()),
                number("queue", USUAL.waiting()),
                number("sessions", USUAL.sessions()));
    }

    private Role role() {
        return Role.valueOf(word(
                        "as",
                        Arrays.stream(Role.values())
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .toList())
                .toUpperCase(Locale.ROOT));
    }

    /** One of the words; the first where nothing is said. */
    private String word(String key, List<String> words) {
        String word = text(key).orElse(words.get(0));
        if (!words.contains(word)) {
            throw wrong(key, "is '" + word + "', not one of " + String.join(", ", words));
        }
        return word;
    }

    private boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    private int number(String key, int usual) {
        Optional<String> text = text(key);
        if (text.isPresent() && !text.get().matches("[1-9]\\d{0,4}")) {
            throw wrong(key, "is '" + text.get() + "', not a number between 1 and 99999");
        }
        return text.map(Integer::parseInt).orElse(usual);
    }

    private Duration duration(String key, Duration usual) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return usual;
        }
        return Units.duration(text.get())
                .filter(Predicate.not(Duration::isZero))
                .orElseThrow(() -> wrong(key, "is '" + text.get() + "', not a duration such as 30s"));
    }

    private Optional<String> text(String key) {
        Object value = entry.get(key);
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            throw wrong(key, "must be a plain value");
        }
        return Optional.ofNullable(value).map(ServerReader::plain);
    }

    private List<String> texts(String key) {
        Object value = entry.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            if (item instanceof Map<?, ?> || item instanceof List<?>) {
                throw wrong(key, "must be a list of plain values");
            }
            texts.add(plain(item));
        }
        return texts;
    }

    private Map<String, String> map(String key) {
        Object value = entry.get(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(key, "must hold names and values");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((k, v) -> texts.put(String.valueOf(k), plain(v)));
        return texts;
    }

    private static String plain(Object value) {
        return value instanceof Secret secret ? secret.reveal() : String.valueOf(value);
    }

    private LakeException wrong(String key, String what) {
        return LakeException.invalid("'mcpServers." + name + "." + key + "' " + what);
    }
}
