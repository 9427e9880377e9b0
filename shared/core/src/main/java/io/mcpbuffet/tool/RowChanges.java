package io.mcpbuffet.tool;

import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.AsOf;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.TableInfo;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.tool.SchemaChanges.Pair;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Compares the rows of two sides as multisets, over the columns that both have. Where a key is given, or both have the same primary key,
 * a row that is removed and added under one key counts as changed.
 */
record RowChanges(Statements statements) {
    static final int SHOWN = 50;

    /**
     * One side.
     *
     * @param at what stands in SQL behind its name
     * @param changed the same for the files alone that the other side has not
     */
    record Side(TableInfo info, String at, String changed) {
        static Side of(TableInfo info, AsOf asOf) {
            return new Side(info, at(info, asOf), at(info, asOf));
        }

        /** Besides another moment of the same table, whose unchanged files need not be read. */
        static Side of(TableInfo info, AsOf asOf, long other) {
            boolean current = asOf instanceof AsOf.Latest || asOf instanceof AsOf.Branch;
            long own = info.snapshot().orElseThrow().id();
            return new Side(info, at(info, asOf), version(new AsOf.Change(own, other, current).toString()));
        }

        String table() {
            return Statements.quoted(info.table()) + at;
        }

        String changedRows() {
            return Statements.quoted(info.table()) + changed;
        }

        private static String at(TableInfo info, AsOf asOf) {
            if (asOf instanceof AsOf.Branch branch) {
                return version("branch:" + branch.name());
            }
            if (asOf instanceof AsOf.Tag tag) {
                return version("tag:" + tag.name());
            }
            return asOf instanceof AsOf.Latest
                    ? ""
                    : info.snapshot().map(s -> version(Long.toString(s.id()))).orElse("");
        }

        private static String version(String version) {
            return " AT (VERSION => '" + version.replace("'", "''") + "')";
        }
    }

    /**
     * Rows that only one side has.
     *
     * @param key columns that tell rows apart; empty where there are none, and then nothing counts as changed
     * @param duplicateKeys rows of the right side beyond the first of each key
     * @param duplicateKeysBefore the same of the left side
     * @param rows the first cell says added, removed, before or after
     */
    record Rows(
            List<String> key,
            long added,
            long removed,
            OptionalLong changed,
            OptionalLong duplicateKeys,
            OptionalLong duplicateKeysBefore,
            List<Lines.Column> columns,
            List<List<Object>> rows,
            boolean truncated) {}

    /** @param asked columns that tell rows apart; the primary key where there are none */
    Rows compare(Side left, Side right, List<Pair> columns, List<String> asked, CallContext call) {
        List<Pair> key = asked.isEmpty()
                ? key(left.info(), right.info(), columns)
                : asked.stream().distinct().map(name -> named(name, columns)).toList();
        String differences = differences(left, right, columns);
        List<Object> counts = run(
                        differences + counts(key) + duplicates(right, right(key)) + duplicates(left, left(key)),
                        1,
                        call)
                .page()
                .rows()
                .get(0);
        QueryResult shown = run(differences + shown(key, fresh(columns)), SHOWN, call);
        return new Rows(
                key.stream().map(pair -> pair.right().name()).toList(),
                number(counts.get(0)),
                number(counts.get(1)),
                key.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(counts.get(2))),
                key.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(counts.get(3))),
                key.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(counts.get(4))),
                shown.page().columns().stream()
                        .map(c -> new Lines.Column(Untrusted.show(c.name()), c.type()))
                        .toList(),
                Statements.cells(shown.page().rows()),
                shown.truncated());
    }

    private static Pair named(String name, List<Pair> columns) {
        return columns.stream()
                .filter(pair -> pair.right().name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(pair -> pair.right().name().equalsIgnoreCase(name))
                        .findFirst())
                .orElseThrow(() -> LakeException.invalid("There is no column '" + name + "' that both sides have")
                        .hint(Nearest.of(name, right(columns))
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("describe shows the columns")));
    }

    private static List<Pair> key(TableInfo left, TableInfo right, List<Pair> columns) {
        List<Pair> key = columns.stream()
                .filter(pair -> left.primaryKey().contains(pair.left().name())
                        && right.primaryKey().contains(pair.right().name()))
                .toList();
        boolean whole = key.size() == left.primaryKey().size()
                && key.size() == right.primaryKey().size();
        return whole ? key : List.of();
    }

    private static String differences(Side left, Side right, List<Pair> columns) {
        String from = columns.stream()
                .map(pair -> Statements.quoted(pair.left().name()) + " AS "
                        + Statements.quoted(pair.right().name()))
                .collect(Collectors.joining(", "));
        String to = columns.stream()
                .map(pair -> Statements.quoted(pair.right().name()))
                .collect(Collectors.joining(", "));
        return "WITH l AS MATERIALIZED (SELECT " + from + " FROM "
                + left.changedRows() + "),\nr AS MATERIALIZED (SELECT " + to + " FROM "
                + right.changedRows() + "),\n"
                + "gone AS MATERIALIZED (SELECT * FROM l EXCEPT ALL SELECT * FROM r),\n"
                + "come AS MATERIALIZED (SELECT * FROM r EXCEPT ALL SELECT * FROM l)\n";
    }

    private static String counts(List<Pair> key) {
        if (key.isEmpty()) {
            return "SELECT (SELECT count(*) FROM come), (SELECT count(*) FROM gone)";
        }
        return "SELECT (SELECT count(*) FROM come ANTI JOIN gone" + on(key)
                + "), (SELECT count(*) FROM gone ANTI JOIN come" + on(key)
                + "), (SELECT count(*) FROM come SEMI JOIN gone" + on(key) + ")";
    }

    private static String duplicates(Side side, List<String> key) {
        if (key.isEmpty()) {
            return "";
        }
        return ", (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM " + side.table() + " GROUP BY "
                + names(key) + "))";
    }

    private static String shown(List<Pair> key, String mark) {
        if (key.isEmpty()) {
            return "SELECT 'removed' AS change, * FROM gone UNION ALL SELECT 'added', * FROM come";
        }
        String order =
                key.stream().map(pair -> Statements.quoted(pair.right().name())).collect(Collectors.joining(", "));
        return "SELECT ['removed', 'added', 'before', 'after'][" + mark + "] AS change, * EXCLUDE (" + mark + ") FROM ("
                + "SELECT 1 AS " + mark + ", gone.* FROM gone ANTI JOIN come" + on(key)
                + " UNION ALL SELECT 2, come.* FROM come ANTI JOIN gone" + on(key)
                + " UNION ALL SELECT 3, gone.* FROM gone SEMI JOIN come" + on(key)
                + " UNION ALL SELECT 4, come.* FROM come SEMI JOIN gone" + on(key) + ") ORDER BY " + order + ", "
                + mark;
    }

    /** A name that no column has. */
    private static String fresh(List<Pair> columns) {
        StringBuilder name = new StringBuilder("mark");
        while (columns.stream().anyMatch(pair -> pair.right().name().equalsIgnoreCase(name.toString()))) {
            name.append('_');
        }
        return name.toString();
    }

    private static String on(List<Pair> key) {
        return right(key).stream()
                .map(Statements::quoted)
                .map(name -> "gone." + name + " IS NOT DISTINCT FROM come." + name)
                .collect(Collectors.joining(" AND ", " ON ", ""));
    }

    private static List<String> left(List<Pair> key) {
        return key.stream().map(pair -> pair.left().name()).toList();
    }

    private static List<String> right(List<Pair> key) {
        return key.stream().map(pair -> pair.right().name()).toList();
    }

    private static String names(List<String> key) {
        return key.stream().map(Statements::quoted).collect(Collectors.joining(", "));
    }

    QueryResult run(String sql, int rows, CallContext call) {
        Query query = new Query(
                sql,
                AsOf.LATEST,
                statements.here(),
                rows,
                statements.timeout(statements.limits().queryTimeout(), call),
                Optional.empty());
        return statements.engine().run(query, call.progress());
    }

    private static long number(Object value) {
        return Long.parseLong(String.valueOf(value));
    }
}
