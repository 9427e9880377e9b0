package io.mcpbuffet.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a server with one catalog from its flags ({@code --path x}, {@code --path=x}) and its environment ({@code
 * MCP_DUCKDB_PATH}). A flag wins over a variable.
 */
public final class StandaloneFlags {
    private static final Set<String> OWN = Set.of("kind", "name", "output");

    private final List<? extends Kind> kinds;
    private final Environment environment;
    private final Problems problems = new Problems("The command line");

    private StandaloneFlags(Collection<? extends Kind> kinds, Environment environment) {
        this.kinds = List.copyOf(kinds);
        this.environment = environment;
    }

    /**
     * Reads flags, those of the caller itself already taken out. INVALID_ARGUMENT tells all that is wrong.
     *
     * @param kinds those that the server has; which one is meant follows from the properties given, or from {@code --kind}
     */
    public static BuffetConfig read(List<String> arguments, Collection<? extends Kind> kinds, Environment environment) {
        return new StandaloneFlags(kinds, environment).config(arguments);
    }

    /** The variable that stands for a property, such as {@code MCP_POLARIS_URI}. */
    public static String variable(String kind, String property) {
        return "MCP_" + (kind + "_" + property).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private BuffetConfig config(List<String> arguments) {
        Map<String, String> flags = flags(arguments);
        Map<String, Setting> root = new LinkedHashMap<>();
        Map<String, Setting> limits = new LinkedHashMap<>();
        Map<String, Setting> properties = new LinkedHashMap<>();
        flags.forEach((key, text) -> {
            if (LimitSetting.of(key).isPresent()) {
                limits.put(key, value(text));
            } else if (key.equals("output")) {
                root.put(key, value(text));
            } else if (!OWN.contains(key)) {
                properties.put(key, value(text));
            }
        });
        kind(flags).ifPresent(kind -> {
            variables(kind).forEach((key, text) -> properties.putIfAbsent(key, value(text)));
            unknown(kind, properties);
            properties.put("kind", value(kind.kind()));
            String name = flags.getOrDefault("name", kind.kind());
            root.put("catalogs", block(Map.of(name, block(properties))));
        });
        root.put("limits", block(limits));
        BuffetConfig config = new ConfigReader(kinds, environment, environment.directory(), problems)
                .read(Optional.empty(), new Setting.Block(0, root));
        problems.throwIfAny();
        return config;
    }

    private static Setting value(String text) {
        return new Setting.Value(0, text, text);
    }

    private static Setting.Block block(Map<String, Setting> entries) {
        return new Setting.Block(0, entries);
    }

    private Map<String, String> flags(List<String> arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (!argument.startsWith("--") || argument.length() == 2) {
                problems.add(0, "'" + argument + "' is not a flag such as --path FILE");
                continue;
            }
            int equals = argument.indexOf('=');
            String key = argument.substring(2, equals < 0 ? argument.length() : equals);
            if (equals < 0 && at + 1 == arguments.size()) {
                problems.add(0, "--" + key + " needs a value");
                continue;
            }
            String text = equals < 0 ? arguments.get(++at) : argument.substring(equals + 1);
            if (flags.put(key, text) != null) {
                problems.add(0, "--" + key + " is given twice");
            }
        }
        return flags;
    }

    private Optional<Kind> kind(Map<String, String> flags) {
        String word = flags.get("kind");
        if (word != null) {
            Optional<? extends Kind> named =
                    kinds.stream().filter(k -> k.kind().equals(word)).findFirst();
            if (named.isEmpty()) {
                problems.unknown(
                        0, "--kind", word, kinds.stream().map(Kind::kind).toList());
            }
            return named.map(k -> k);
        }
        List<? extends Kind> complete =
                kinds.stream().filter(kind -> complete(kind, flags.keySet())).toList();
        if (complete.size() == 1 || (kinds.size() == 1 && complete.isEmpty())) {
            return Optional.of(complete.isEmpty() ? kinds.get(0) : complete.get(0));
        }
        if (!complete.isEmpty()) {
            problems.add(0, "more than one kind fits: give --kind " + String.join(" or --kind ", words(complete)));
            return Optional.empty();
        }
        problems.add(0, "what to open is missing: give " + wanted());
        return Optional.empty();
    }

    /** Flags decide before variables do, so that a variable set for another use of the program does no harm. */
    private boolean complete(Kind kind, Set<String> flags) {
        List<? extends Kind.Property> required =
                kind.properties().stream().filter(Kind.Property::required).toList();
        boolean othersGiven = kinds.stream()
                .filter(other -> other != kind)
                .flatMap(other -> other.properties().stream())
                .filter(Kind.Property::required)
                .anyMatch(p -> flags.contains(p.name()));
        return required.stream()
                .allMatch(p -> flags.contains(p.name())
                        || (!othersGiven
                                && environment
                                        .variable(variable(kind.kind(), p.name()))
                                        .isPresent()));
    }

    private String wanted() {
        List<String> ways = new ArrayList<>();
        for (Kind kind : kinds) {
            kind.properties().stream()
                    .filter(Kind.Property::required)
                    .forEach(p -> ways.add("--" + p.name() + " or " + variable(kind.kind(), p.name())));
        }
        return String.join(", or ", ways);
    }

    private static List<String> words(List<? extends Kind> kinds) {
        return kinds.stream().map(Kind::kind).toList();
    }

    private Map<String, String> variables(Kind kind) {
        Map<String, String> found = new LinkedHashMap<>();
        kind.properties().stream()
                .map(Kind.Property::name)
                .filter(name -> !name.endsWith("*"))
                .forEach(name ->
                        environment.variable(variable(kind.kind(), name)).ifPresent(text -> found.put(name, text)));
        environment
                .variable(variable(kind.kind(), CatalogConfig.DEFAULT_NAMESPACE))
                .ifPresent(text -> found.put(CatalogConfig.DEFAULT_NAMESPACE, text));
        return found;
    }

    /** Unknown flags are named as flags, with the limits among the candidates. */
    private void unknown(Kind kind, Map<String, Setting> properties) {
        List<String> known = new ArrayList<>();
        kind.properties().forEach(p -> known.add("--" + p.name()));
        known.add("--" + CatalogConfig.DEFAULT_NAMESPACE);
        LimitSetting.keys().forEach(key -> known.add("--" + key));
        OWN.stream().sorted().forEach(key -> known.add("--" + key));
        properties.keySet().removeIf(key -> {
            boolean unknown = kind.property(key).isEmpty() && !key.equals(CatalogConfig.DEFAULT_NAMESPACE);
            if (unknown) {
                problems.unknown(0, "flag", "--" + key, known);
            }
            return unknown;
        });
    }
}
