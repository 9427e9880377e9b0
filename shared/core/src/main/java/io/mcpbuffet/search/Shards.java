package io.mcpbuffet.search;

import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One table that is kept as many, such as {@code events_20240101}, {@code events_20240102} and so on; or a single one.
 *
 * @param members newest first, by name; all with the same columns
 */
record Shards(List<TableText> members) {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** Two tables with numbers are two tables. */
    private static final int LEAST = 3;

    private static final Comparator<TableText> NEWEST = Comparator.comparing(
                    (TableText t) -> t.table().name().length())
            .thenComparing(t -> t.table().name())
            .reversed();

    Shards {
        members = List.copyOf(members);
    }

    private record Family(String catalog, Namespace namespace, String name, List<String> columns) {
        static Family of(TableText text) {
            TableRef table = text.table();
            String shape = NUMBER.matcher(table.name()).replaceAll("*");
            return new Family(
                    table.catalog(),
                    table.namespace(),
                    shape,
                    text.columns().stream().map(TableText.Column::name).toList());
        }

        boolean numbered() {
            return name.contains("*") && name.length() > 1;
        }
    }

    /** In the order of the first member of each. */
    static List<Shards> of(List<TableText> tables) {
        Map<Family, List<TableText>> families = new LinkedHashMap<>();
        tables.forEach(t ->
                families.computeIfAbsent(Family.of(t), f -> new ArrayList<>()).add(t));
        List<Shards> out = new ArrayList<>();
        families.forEach((family, members) -> {
            if (family.numbered() && members.size() >= LEAST) {
                out.add(new Shards(members.stream().sorted(NEWEST).toList()));
            } else {
                members.forEach(m -> out.add(new Shards(List.of(m))));
            }
        });
        return out;
    }

    TableText newest() {
        return members.get(0);
    }

    /** The name with a star for each number, such as {@code events_*}. */
    String pattern() {
        return NUMBER.matcher(newest().table().name()).replaceAll("*");
    }
}
