package io.mcpbuffet.config;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What is wrong with one configuration; all of it is reported together. For one thread. */
final class Problems {
    private static final int SHOWN = 20;

    private final String source;
    private final List<String> found = new ArrayList<>();

    Problems(String source) {
        this.source = source;
    }

    /**
     * Adds one that was not found yet.
     *
     * @param line 1-based, or 0 where there are no lines
     */
    void add(int line, String message) {
        String problem = (line > 0 ? "line " + line + ": " : "") + message;
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    void unknown(int line, String what, String key, Collection<String> known) {
        Optional<String> nearest = Nearest.of(key, known);
        String advice = nearest.map(n -> "did you mean '" + n + "'?")
                .orElse(known.isEmpty() ? "none is known here" : "known are " + String.join(", ", known));
        add(line, what + " '" + key + "' is unknown: " + advice);
    }

    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        String message =
                found.size() == 1 ? source + ", " + found.get(0) : source + " has " + found.size() + " mistakes";
        StringBuilder text = new StringBuilder(message);
        if (found.size() > 1) {
            found.stream().limit(SHOWN).forEach(problem -> text.append("\n  ").append(problem));
            if (found.size() > SHOWN) {
                text.append("\n  and ").append(found.size() - SHOWN).append(" more");
            }
        }
        throw LakeException.invalid(text.toString());
    }
}
