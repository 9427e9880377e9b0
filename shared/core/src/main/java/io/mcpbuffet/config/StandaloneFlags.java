package io.mcpbuffet.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
            Optional<Kind> named = kinds.stream()
                    .filter(k -> k.kind().equals(word))
                    .<Kind>map(k -> k)
                    .findFirst();
            if (named.isEmpty()) {
                problems.unknown(0, "--kind", word, words(kinds));
            }
            return named;
        }
        List<String> given =
                flags.keySet().stream().filter(key -> !isCommon(key)).toList();
        List<Kind> fitting = new ArrayList<>(kinds);
        fitting.removeIf(
                kind -> given.stream().anyMatch(key -> kind.property(key).isEmpty()));
        // A variable that is set for another use of the program does no harm to what the flags say.
        if (given.isEmpty() && kinds.size() > 1) {
            fitting.removeIf(kind -> variables(kind).isEmpty());
        }
        return choose(fitting, given);
    }

    private Optional<Kind> choose(List<Kind> fitting, List<String> given) {
        List<Kind> complete =
                fitting.stream().filter(kind -> isComplete(kind, given)).toList();
        if (complete.size() == 1 || fitting.size() == 1) {
            return Optional.of(complete.isEmpty() ? fitting.get(0) : complete.get(0));
        }
        if (complete.size() > 1) {
            problems.add(0, "more than one kind fits: give --kind " + String.join(" or --kind ", words(complete)));
        } else if (given.isEmpty()) {
            problems.add(0, "what to open is missing: give " + wanted());
        } else if (given.stream()
                .allMatch(key -> kinds.stream().anyMatch(k -> k.property(key).isPresent()))) {
            problems.add(
                    0,
                    "--" + String.join(" and --", given) + " do not make one catalog; kinds are "
                            + String.join(", ", words(kinds)));
        } else {
            given.stream()
                    .filter(key -> kinds.stream().noneMatch(k -> k.property(key).isPresent()))
                    .forEach(key -> problems.unknown(0, "flag", "--" + key, known(kinds)));
        }
        return Optional.empty();
    }

    private static boolean isCommon(String key) {
        return OWN.contains(key)
                || CatalogConfig.COMMON.contains(key)
                || LimitSetting.of(key).isPresent();
    }

    private boolean isComplete(Kind kind, List<String> given) {
        Map<String, String> variables = variables(kind);
        return kind.properties().stream()
                .filter(Kind.Property::required)
                .allMatch(p -> given.contains(p.name()) || variables.containsKey(p.name()));
    }

    private String wanted() {
        List<String> ways = new ArrayList<>();
        for (Kind kind : kinds) {
            List<String> names =
                    kind.properties().stream().map(Kind.Property::name).toList();
            String first = kind.properties().stream()
                    .filter(Kind.Property::required)
                    .map(Kind.Property::name)
                    .findFirst()
                    .orElse(names.isEmpty() ? "kind" : names.get(0));
            ways.add("--" + first + " or " + variable(kind.kind(), first));
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
        CatalogConfig.COMMON.forEach(
                name -> environment.variable(variable(kind.kind(), name)).ifPresent(text -> found.put(name, text)));
        return found;
    }

    /** Unknown flags are named as flags, with the limits among the candidates. */
    private void unknown(Kind kind, Map<String, Setting> properties) {
        properties.keySet().removeIf(key -> {
            boolean unknown = kind.property(key).isEmpty() && !CatalogConfig.COMMON.contains(key);
            if (unknown) {
                problems.unknown(0, "flag", "--" + key, known(List.of(kind)));
            }
            return unknown;
        });
    }

    private static List<String> known(List<? extends Kind> kinds) {
        Set<String> known = new LinkedHashSet<>();
        kinds.forEach(kind -> kind.properties().forEach(p -> known.add("--" + p.name())));
        CatalogConfig.COMMON.forEach(name -> known.add("--" + name));
        LimitSetting.keys().forEach(key -> known.add("--" + key));
        OWN.stream().sorted().forEach(key -> known.add("--" + key));
        return List.copyOf(known);
    }
}
