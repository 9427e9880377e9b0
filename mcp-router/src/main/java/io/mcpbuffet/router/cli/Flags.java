package io.mcpbuffet.router.cli;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options and words after a command: {@code --flag value}, {@code --flag=value}, {@code --switch}, words; all is a word after {@code --}. */
record Flags(Map<String, String> values, List<String> words) {
    private static final String PRESENT = "";

    /**
     * INVALID_ARGUMENT for an unknown option, naming the nearest one.
     *
     * @param valued options that take a value, such as {@code --dir}
     * @param switches options that take none, such as {@code --serve}
     */
    static Flags parse(List<String> arguments, List<String> valued, List<String> switches) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (argument.equals("--")) {
                words.addAll(arguments.subList(at + 1, arguments.size()));
                break;
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                words.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (switches.contains(name) && equals < 0) {
                put(values, name, PRESENT);
            } else if (!valued.contains(name)) {
                throw unknown(name, equals >= 0 && switches.contains(name), valued, switches);
            } else if (equals >= 0) {
                put(values, name, argument.substring(equals + 1));
            } else if (at + 1 < arguments.size()) {
                put(values, name, arguments.get(++at));
            } else {
                throw LakeException.invalid(name + " needs a value");
            }
        }
        return new Flags(values, List.copyOf(words));
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (values.put(name, value) != null) {
            throw LakeException.invalid(name + " is given twice");
        }
    }

    private static LakeException unknown(
            String name, boolean valueTooMany, List<String> valued, List<String> switches) {
        if (valueTooMany) {
            return LakeException.invalid(name + " takes no value");
        }
        List<String> known = new ArrayList<>(valued);
        known.addAll(switches);
        String advice = Nearest.of(name, known)
                .map(nearest -> "Did you mean " + nearest + "?")
                .orElse(known.isEmpty() ? "It takes no options" : "Options are " + String.join(", ", known));
        return LakeException.invalid("There is no option " + name).hint(advice);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** INVALID_ARGUMENT where there are more words than are wanted. */
    Flags atMost(int count) {
        if (words.size() > count) {
            throw LakeException.invalid("'" + words.get(count) + "' is one word too many");
        }
        return this;
    }
}
