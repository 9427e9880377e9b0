package io.mcpbuffet.access;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a principal may see and use: what every one of its lists of rules opens. A list opens what a rule of it allows and none denies;
 * one without any rule that allows opens all that it does not deny.
 */
public record Access(List<List<AccessRule>> lists) {
    /** Everything. */
    public static final Access ALL = new Access(List.of());

    static final Access NOTHING = new Access(List.of(List.of(AccessRule.NONE)));

    public Access {
        lists = lists.stream().filter(list -> !list.isEmpty()).map(List::copyOf).toList();
    }

    /** What both open. */
    public Access and(Access other) {
        List<List<AccessRule>> both = new ArrayList<>(lists);
        both.addAll(other.lists);
        return new Access(both);
    }

    /** Only these catalogs; all for an empty list. */
    public static Access catalogs(List<String> catalogs) {
        return catalogs.isEmpty()
                ? ALL
                : new Access(List.of(List.of(new AccessRule(catalogs, List.of(), List.of(), List.of(), true))));
    }

    /** Whether a tool is there at all. */
    public boolean tool(String tool) {
        return opens(rule -> rule.hasTool(tool), rule -> rule.hasTool(tool) && rule.aboutToolsOnly());
    }

    /** What is open in calls of one tool. */
    public Access within(String tool) {
        return new Access(lists.stream().map(list -> within(list, tool)).toList());
    }

    private static List<AccessRule> within(List<AccessRule> list, String tool) {
        List<AccessRule> about = new ArrayList<>();
        for (AccessRule rule : list) {
            if (rule.hasTool(tool)) {
                about.add(new AccessRule(rule.catalogs(), rule.namespaces(), rule.tables(), List.of(), rule.allow()));
            } else if (rule.allow()) {
                about.add(AccessRule.NONE);
            }
        }
        return about;
    }

    /** Whether something in a catalog may be open. */
    public boolean catalog(String catalog) {
        return opens(rule -> rule.reaches(catalog), rule -> rule.tools().isEmpty() && rule.hasAll(catalog));
    }

    /** Whether something in a namespace, or below it, may be open. */
    public boolean namespace(String catalog, Namespace namespace) {
        return opens(
                rule -> rule.reaches(catalog, namespace),
                rule -> rule.tools().isEmpty() && rule.hasAll(catalog, namespace));
    }

    public boolean table(TableRef table) {
        return opens(rule -> rule.hasTable(table), rule -> rule.tools().isEmpty() && rule.hasTable(table));
    }

    private boolean opens(Predicate<AccessRule> allows, Predicate<AccessRule> denies) {
        for (List<AccessRule> list : lists) {
            if (!opens(list, allows, denies)) {
                return false;
            }
        }
        return true;
    }

    private static boolean opens(List<AccessRule> list, Predicate<AccessRule> allows, Predicate<AccessRule> denies) {
        boolean allowed = list.stream().noneMatch(AccessRule::allow)
                || list.stream().filter(AccessRule::allow).anyMatch(allows);
        return allowed && list.stream().filter(rule -> !rule.allow()).noneMatch(denies);
    }
}
