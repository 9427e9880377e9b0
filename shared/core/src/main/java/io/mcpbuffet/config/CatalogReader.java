package io.mcpbuffet.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads one catalog's block and checks it against what its kind knows. */
final class CatalogReader {
    private static final List<String> COMMON = CatalogConfig.COMMON;

    private final Map<String, Kind> kinds;
    private final Placeholders placeholders;
    private final Environment environment;
    private final Path directory;
    private final Problems problems;

    CatalogReader(
            Collection<? extends Kind> kinds,
            Placeholders placeholders,
            Environment environment,
            Path directory,
            Problems problems) {
        this.kinds = byWord(kinds);
        this.placeholders = placeholders;
        this.environment = environment;
        this.directory = directory;
        this.problems = problems;
    }

    private static Map<String, Kind> byWord(Collection<? extends Kind> kinds) {
        Map<String, Kind> map = new LinkedHashMap<>();
        kinds.forEach(kind -> map.put(kind.kind(), kind));
        return map;
    }

    /** Empty where something is wrong with it, which is then among the problems. */
    Optional<CatalogConfig> read(String name, Setting setting) {
        if (!CatalogConfig.isName(name)) {
            problems.add(
                    setting.line(),
                    "catalog name '" + name
                            + "' must be at most 24 lower-case letters, digits and underscores, a letter first");
        }
        if (!(setting instanceof Setting.Block block)) {
            problems.add(setting.line(), "catalog '" + name + "' must hold keys such as 'kind: duckdb'");
            return Optional.empty();
        }
        Map<String, Setting.Value> flat = new LinkedHashMap<>();
        flatten(name, "", block, flat);
        Optional<Kind> kind = kind(name, block.line(), flat.remove("kind"));
        return kind.map(k -> catalog(name, k, block.line(), flat));
    }

    /** Nested blocks as dotted keys, lists of scalars joined by commas. */
    private void flatten(String catalog, String prefix, Setting.Block block, Map<String, Setting.Value> flat) {
        block.entries().forEach((key, setting) -> {
            String full = prefix + key;
            if (setting instanceof Setting.Block nested) {
                flatten(catalog, full + ".", nested, flat);
            } else if (setting instanceof Setting.Many many) {
                put(catalog, full, joined(catalog + "." + full, many), flat);
            } else if (setting instanceof Setting.Value value) {
                put(catalog, full, value, flat);
            } else {
                problems.add(setting.line(), "'" + catalog + "." + full + "' has no value");
            }
        });
    }

    private void put(String catalog, String key, Setting.Value value, Map<String, Setting.Value> flat) {
        if (flat.put(key, value) != null) {
            problems.add(value.line(), "key '" + catalog + "." + key + "' is given twice");
        }
    }

    private Setting.Value joined(String key, Setting.Many many) {
        List<String> items = new ArrayList<>();
        for (Setting item : many.items()) {
            if (item instanceof Setting.Value value) {
                items.add(value.text());
            } else {
                problems.add(item.line(), "'" + key + "' must be a list of plain values");
            }
        }
        String text = String.join(",", items);
        return new Setting.Value(many.line(), text, text);
    }

    private Optional<Kind> kind(String name, int line, Setting.Value word) {
        if (word == null) {
            problems.add(line, "catalog '" + name + "' needs a kind: " + String.join(", ", kinds.keySet()));
            return Optional.empty();
        }
        Kind kind = kinds.get(word.text());
        if (kind == null) {
            problems.add(
                    word.line(),
                    "catalog '" + name + "' has the unknown kind '" + word.text() + "'; known are "
                            + String.join(", ", kinds.keySet()));
        }
        return Optional.ofNullable(kind);
    }

    private CatalogConfig catalog(String name, Kind kind, int line, Map<String, Setting.Value> flat) {
        Map<String, String> properties = new LinkedHashMap<>();
        Set<String> masked = new TreeSet<>();
        flat.forEach((key, value) -> {
            Optional<Kind.Property> property = kind.property(key);
            if (property.isEmpty() && !COMMON.contains(key)) {
                problems.unknown(value.line(), "key '" + name + "' of kind " + kind.kind() + ":", key, known(kind));
                return;
            }
            Placeholders.Filled filled = placeholders.fill(name + "." + key, value, true);
            boolean path = property.map(Kind.Property::path).orElse(key.equals(CatalogConfig.SEMANTIC_MODEL));
            properties.put(key, path ? Paths.absolute(filled.text(), environment, directory) : filled.text());
            if (filled.secret() || property.map(p -> secret(p, key)).orElse(false)) {
                masked.add(key);
            }
        });
        missing(name, kind, line, flat.keySet());
        kind.defaults().forEach(properties::putIfAbsent);
        Setting.Value sampled = flat.get(CatalogConfig.SAMPLE_VALUES);
        if (sampled != null && !List.of("true", "false").contains(properties.get(CatalogConfig.SAMPLE_VALUES))) {
            problems.add(sampled.line(), "'" + name + "." + CatalogConfig.SAMPLE_VALUES + "' is not true or false");
        }
        return new CatalogConfig(name, kind.kind(), properties, masked, semantics(properties));
    }

    private SemanticModel semantics(Map<String, String> properties) {
        String file = properties.get(CatalogConfig.SEMANTIC_MODEL);
        return file == null ? SemanticModel.EMPTY : SemanticFile.read(Path.of(file), environment);
    }

    private static List<String> known(Kind kind) {
        List<String> names = new ArrayList<>();
        kind.properties().forEach(p -> names.add(p.name()));
        COMMON.stream().filter(c -> !names.contains(c)).forEach(names::add);
        return names;
    }

    private static boolean secret(Kind.Property property, String key) {
        return property.secret() || (property.name().endsWith("*") && MaskedText.looksSecret(key));
    }

    private void missing(String name, Kind kind, int line, Set<String> given) {
        String names = kind.properties().stream()
                .filter(Kind.Property::required)
                .map(Kind.Property::name)
                .filter(required -> !given.contains(required))
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            problems.add(line, "catalog '" + name + "' of kind " + kind.kind() + " needs " + names);
        }
    }
}
