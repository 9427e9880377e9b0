package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.Glob;
import io.mcpbuffet.model.Namespace;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A glob as a pattern for LIKE, where it can only mean the last part of a name. */
final class LikeText {
    private LikeText() {}

    /** A literal. Empty where the glob may fit a name by the names before it. */
    static Optional<String> of(Optional<Glob> glob, String catalog, Namespace schema) {
        String home = (String.join(".", schema.levels()) + ".").toLowerCase(Locale.ROOT);
        return glob.map(Glob::pattern)
                .filter(pattern -> !pattern.contains(".") && isOfLastPart(pattern, catalog + "." + home, home))
                .map(LikeText::literal);
    }

    private static boolean isOfLastPart(String pattern, String full, String home) {
        String head = pattern.split("[*?]", 2)[0];
        if (!head.isEmpty()) {
            return !full.startsWith(head) && !home.startsWith(head);
        }
        return pattern.startsWith("*")
                && !pattern.contains("?")
                && Arrays.stream(pattern.split("[*]", -1)).noneMatch(part -> !part.isEmpty() && full.contains(part))
                && pattern.chars().anyMatch(c -> c != '*');
    }

    private static String literal(String glob) {
        String like = glob.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return Names.literal(like.replace('*', '%').replace('?', '_'));
    }
}
