package io.mcpbuffet.router;

import io.mcpbuffet.error.LakeException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How other servers of this kind appear. */
public enum Surface {
    /** As catalogs, which the tools here are for like all others. */
    UNIFIED,
    /** As tools with names of their own, like those of anybody's server. */
    FLAT;

    /** INVALID_ARGUMENT for another word. */
    public static Surface of(String word) {
        return Arrays.stream(values())
                .filter(surface -> surface.word().equals(word))
                .findFirst()
                .orElseThrow(() -> LakeException.invalid("'" + word + "' is no surface")
                        .hint("Surfaces are " + String.join(" and ", words())));
    }

    private static List<String> words() {
        return Arrays.stream(values()).map(Surface::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
