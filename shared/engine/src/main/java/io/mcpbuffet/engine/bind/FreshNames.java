package io.mcpbuffet.engine.bind;

import java.util.Locale;

/** Names for views and common table expressions that occur nowhere in the statement. */
final class FreshNames {
    private final String prefix;
    private int count;

    FreshNames(String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        String candidate = "t_";
        for (int i = 0; text.contains(candidate); i++) {
            candidate = "t" + i + "_";
        }
        this.prefix = candidate;
    }

    String commonTable() {
        return prefix + "cte" + count++;
    }

    String view() {
        return prefix + "view" + count++;
    }
}
