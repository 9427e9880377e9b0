package io.mcpbuffet.access;

import io.mcpbuffet.model.Glob;
import java.util.List;

/** The configured rules, each for some principals. */
public record AccessList(List<Entry> entries) {
    public AccessList {
        entries = List.copyOf(entries);
    }

    /** A rule for principals whose names match one of these globs; for all where there is none. */
    public record Entry(List<String> principals, AccessRule rule) {
        public Entry {
            principals = List.copyOf(principals);
        }

        boolean isFor(String principal) {
            return principals.isEmpty() || principals.stream().anyMatch(glob -> new Glob(glob).matches(principal));
        }
    }

    /** What the rules open to a principal. Where some rule allows, one for whom none does may see nothing. */
    public Access of(String principal) {
        List<AccessRule> own = entries.stream()
                .filter(entry -> entry.isFor(principal))
                .map(Entry::rule)
                .toList();
        boolean byName = entries.stream().anyMatch(entry -> entry.rule().allow());
        boolean allowed = own.stream().anyMatch(AccessRule::allow);
        return byName && !allowed ? Access.NOTHING : new Access(List.of(own));
    }
}
