package io.mcpbuffet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the tree of a configuration file into a {@link BuffetConfig}, collecting all that is wrong. For one file. */
final class ConfigReader {
    static final List<String> KEYS = List.of(
            "catalogs",
            "mcpServers",
            "limits",
            "output",
            "http",
            "access",
            "audit",
            "rate",
            "concurrency",
            "log",
            "traces");

    private final Placeholders placeholders;
    private final CatalogReader catalogs;
    private final SettingBlock.Context context;
    private final Problems problems;

    ConfigReader(Collection<? extends Kind> kinds, Environment environment, Path directory, Problems problems) {
        this.placeholders = new Placeholders(environment, directory, problems);
        this.catalogs = new CatalogReader(kinds, placeholders, environment, directory, problems);
        this.context = new SettingBlock.Context(placeholders, environment, directory, problems);
        this.problems = problems;
    }

    BuffetConfig read(Optional<Path> file, Setting.Block root) {
        root.entries().forEach((key, setting) -> {
            if (!KEYS.contains(key)) {
                problems.unknown(setting.line(), "key", key, KEYS);
            }
        });
        return new BuffetConfig(
                file,
                catalogs(root),
                limits(root),
                output(root),
                tree(root, "mcpServers", false),
                new ServiceReader(root, context).read(service(root)));
    }

    /** What is wrong is told by who reads it in its proper form. */
    private Map<String, Object> service(Setting.Block root) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (String key : ServiceReader.KEYS) {
            Setting setting = root.entries().get(key);
            if (setting != null && !(setting instanceof Setting.Nothing)) {
                written.put(key, plain(key, setting, false));
            }
        }
        return written;
    }

    private Map<String, CatalogConfig> catalogs(Setting.Block root) {
        Map<String, CatalogConfig> all = new LinkedHashMap<>();
        block(root, "catalogs").ifPresent(block -> block.entries()
                .forEach((name, setting) -> catalogs.read(name, setting).ifPresent(c -> all.put(name, c))));
        return all;
    }

    private Limits limits(Setting.Block root) {
        Map<LimitSetting, Long> amounts = new EnumMap<>(LimitSetting.class);
        block(root, "limits").ifPresent(block -> block.entries().forEach((key, setting) -> {
            Optional<LimitSetting> limit = LimitSetting.of(key);
            if (limit.isEmpty()) {
                problems.unknown(setting.line(), "key limits:", key, LimitSetting.keys());
                return;
            }
            text("limits." + key, setting).ifPresent(text -> limit.get()
                    .read(text)
                    .ifPresentOrElse(
                            amount -> amounts.put(limit.get(), amount),
                            () -> problems.add(
                                    setting.line(),
                                    "'limits." + key + "' is '" + text + "', not "
                                            + limit.get().expected())));
        }));
        return LimitSetting.limits(amounts);
    }

    private Output output(Setting.Block root) {
        Setting setting = root.entries().get("output");
        Optional<String> text = setting == null ? Optional.empty() : text("output", setting);
        return text.flatMap(t -> output(t, setting.line())).orElse(Output.BOTH);
    }

    private Optional<Output> output(String text, int line) {
        for (Output output : Output.values()) {
            if (output.word().equals(text)) {
                return Optional.of(output);
            }
        }
        problems.add(line, "'output' is '" + text + "', not both, text or structured");
        return Optional.empty();
    }

    private Map<String, Object> tree(Setting.Block root, String key, boolean strict) {
        return block(root, key).map(b -> map(key, b, strict)).orElse(Map.of());
    }

    private Map<String, Object> map(String path, Setting.Block block, boolean strict) {
        Map<String, Object> map = new LinkedHashMap<>();
        block.entries().forEach((key, setting) -> {
            if (!(setting instanceof Setting.Nothing)) {
                map.put(key, plain(path + "." + key, setting, strict));
            }
        });
        return map;
    }

    private Object plain(String path, Setting setting, boolean strict) {
        if (setting instanceof Setting.Block block) {
            return map(path, block, strict);
        }
        if (setting instanceof Setting.Many many) {
            List<Object> items = new ArrayList<>();
            many.items().forEach(item -> items.add(plain(path, item, strict)));
            return items;
        }
        if (setting instanceof Setting.Value value) {
            Placeholders.Filled filled = placeholders.fill(path, value, strict);
            return filled.secret()
                    ? new Secret(filled.text())
                    : value.plain() instanceof String ? filled.text() : value.plain();
        }
        return "";
    }

    private Optional<Setting.Block> block(Setting.Block root, String key) {
        Setting setting = root.entries().get(key);
        if (setting == null || setting instanceof Setting.Nothing) {
            return Optional.empty();
        }
        if (setting instanceof Setting.Block block) {
            return Optional.of(block);
        }
        problems.add(setting.line(), "'" + key + "' must hold keys");
        return Optional.empty();
    }

    private Optional<String> text(String key, Setting setting) {
        if (setting instanceof Setting.Value value) {
            return Optional.of(placeholders.fill(key, value, true).text());
        }
        problems.add(setting.line(), "'" + key + "' must be a plain value");
        return Optional.empty();
    }
}
