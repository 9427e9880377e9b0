package io.mcpbuffet.engine.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names of columns as the engine can tell them apart, which does not look at case. */
public final class ShownNames {
    private ShownNames() {}

    /** Each name as it is, but with a number behind it where one before it differs in case only. */
    public static List<String> of(List<String> names) {
        Set<String> taken = new HashSet<>();
        names.forEach(name -> taken.add(key(name)));
        Set<String> seen = new HashSet<>();
        List<String> shown = new ArrayList<>();
        for (String name : names) {
            String free = name;
            for (int i = 1; !seen.add(key(free)); i++) {
                String next = name + "_" + i;
                free = taken.add(key(next)) ? next : free;
            }
            shown.add(free);
        }
        return shown;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
