package io.mcpbuffet.prompt;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A task that a person starts by name: a text for the model, filled with what the person gave. Safe for use by many threads. */
public record Prompt(
        String name,
        String title,
        String description,
        List<Argument> arguments,
        Function<Map<String, String>, String> body) {
    private static final int LONGEST = 4000;

    public Prompt {
        arguments = List.copyOf(arguments);
    }

    /** What an argument is completed with. */
    public enum Completion {
        NOTHING,
        TABLE,
        MOMENT
    }

    /** A value that a person gives. */
    public record Argument(String name, String description, boolean required, Completion completion) {
        static Argument required(String name, String description, Completion completion) {
            return new Argument(name, description, true, completion);
        }

        static Argument optional(String name, String description, Completion completion) {
            return new Argument(name, description, false, completion);
        }
    }

    /** The text for the model. INVALID_ARGUMENT for an unknown argument, one that is missing, and one that is too long. */
    public String text(Map<String, String> given) {
        List<String> known = arguments.stream().map(Argument::name).toList();
        given.forEach((name, value) -> check(name, value, known));
        Map<String, String> filled = new LinkedHashMap<>();
        for (Argument argument : arguments) {
            String value = given.getOrDefault(argument.name(), "").strip();
            if (value.isEmpty() && argument.required()) {
                throw LakeException.invalid("The prompt '" + name + "' lacks its argument '" + argument.name() + "'")
                        .hint(argument.description());
            }
            filled.put(argument.name(), value);
        }
        return body.apply(filled);
    }

    private void check(String argument, String value, List<String> known) {
        if (!known.contains(argument)) {
            throw LakeException.invalid("The prompt '" + name + "' has no argument '" + argument + "'")
                    .hint(Nearest.of(argument, known)
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("It takes " + known.stream().collect(Collectors.joining(", "))));
        }
        if (value.length() > LONGEST) {
            throw LakeException.invalid("The argument '" + argument + "' has " + value.length() + " characters")
                    .hint("At most " + LONGEST + " are taken");
        }
    }
}
