package io.mcpbuffet.access;

import java.util.List;

/** What a principal may see and use, by rules. */
public record Access(List<AccessRule> rules) {
    /** Everything. */
    public static final Access ALL = new Access(List.of());

    public Access {
        rules = List.copyOf(rules);
    }
}
