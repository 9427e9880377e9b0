package io.mcpbuffet.engine.push;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random statements over the tables {@code fact}, {@code dim}, {@code other} and {@code nothing}. Each relation within them has the columns
 * {@code id}, {@code k}, {@code d}, {@code s} and {@code price}, which may be others than those of a table by these names.
 */
final class RandomStatements {
    /** Values of all columns rise with the number of a row, up to this. */
    static final int MOST = 1200;

    private static final String COLUMNS = "id, k, d, s, price";

    private final Random random;
    private int aliases;

    RandomStatements(Random random) {
        this.random = random;
    }

    /** One whose answer has a defined order, and few rows. */
    String statement() {
        aliases = 0;
        int depth = 1 + random.nextInt(3);
        String sql =
                switch (random.nextInt(6)) {
                    case 0 ->
                        "WITH c AS " + one("", "MATERIALIZED ", "NOT MATERIALIZED ") + relation(depth) + " "
                                + summary("(SELECT x.id, y.k, x.d, y.s, y.price FROM c x " + joinOfTwo("c y") + ")");
                    case 1 ->
                        "SELECT k, count(*), min(id), max(d) FROM " + relation(depth) + " r WHERE "
                                + predicate("r", 1) + " GROUP BY k HAVING count(*) > " + random.nextInt(3)
                                + " ORDER BY ALL LIMIT 50";
                    case 2 ->
                        "SELECT DISTINCT ON (s) * FROM " + relation(depth)
                                + " ORDER BY s, id, k, d, price LIMIT 30 OFFSET " + random.nextInt(20);
                    case 3 ->
                        "SELECT * FROM " + relation(depth)
                                + " QUALIFY row_number() OVER (PARTITION BY d ORDER BY id, k, s, price) = 1"
                                + " ORDER BY ALL LIMIT 40";
                    case 4 ->
                        "SELECT " + COLUMNS + ", (SELECT max(i.id) FROM " + table() + " i WHERE i.k = r.k) AS most"
                                + " FROM " + relation(depth) + " r ORDER BY ALL DESC LIMIT " + random.nextInt(60)
                                + (random.nextBoolean() ? "" : " OFFSET " + random.nextInt(1000));
                    default -> summary(relation(depth));
                };
        return sql;
    }

    /** A row that tells any two multisets of rows apart. */
    private static String summary(String relation) {
        return "SELECT count(*), count(k), min(id), max(id), min(d), max(s), sum(price), sum(hash(r)::HUGEINT) FROM "
                + relation + " r";
    }

    private String joinOfTwo(String other) {
        return one("", "LEFT ", "FULL ") + "JOIN " + other + " ON x." + key() + " = y." + key();
    }

    private String relation(int depth) {
        String alias = alias();
        if (depth <= 0) {
            return table();
        }
        return switch (random.nextInt(10)) {
            case 0 ->
                "(SELECT " + columns(alias) + " FROM " + relation(depth - 1) + " " + alias + " WHERE "
                        + predicate(alias, 2) + ")";
            case 1, 2, 3 -> join(depth);
            case 4 ->
                "(SELECT " + COLUMNS + " FROM " + relation(depth - 1) + " "
                        + one("UNION ALL", "UNION", "EXCEPT", "INTERSECT") + " SELECT " + COLUMNS + " FROM "
                        + relation(depth - 1) + ")";
            case 5 ->
                "(SELECT max(id) AS id, k, min(d) AS d, max(s) AS s, sum(price) AS price FROM " + relation(depth - 1)
                        + " GROUP BY k)";
            case 6 -> "(SELECT " + COLUMNS + " FROM " + relation(depth - 1) + " ORDER BY " + order() + limits() + ")";
            case 7 ->
                "(SELECT row_number() OVER (PARTITION BY k ORDER BY " + order()
                        + ") AS id, k, max(d) OVER (PARTITION BY s) AS d, s, price FROM " + relation(depth - 1) + ")";
            case 8 ->
                "(SELECT DISTINCT " + COLUMNS + " FROM " + relation(depth - 1) + " " + alias + " WHERE "
                        + predicate(alias, 1) + ")";
            default ->
                "(SELECT " + columns(alias) + " FROM " + table() + " " + alias + " WHERE " + predicate(alias, 2) + ")";
        };
    }

    private String join(int depth) {
        String left = alias();
        String right = alias();
        String kind = one("", "", "LEFT ", "RIGHT ", "FULL ", "SEMI ", "ANTI ");
        String key = key();
        String condition = left + "." + key + " = " + right + "." + key;
        if (random.nextInt(3) == 0) {
            condition += " AND " + predicate(one(left, right), 1);
        }
        String on = random.nextInt(6) == 0 && !kind.isEmpty() ? " USING (" + key + ")" : " ON " + condition;
        boolean both = !kind.equals("SEMI ") && !kind.equals("ANTI ");
        Supplier<String> side = () -> both ? one(left, right) : left;
        String where = random.nextBoolean() ? "" : " WHERE " + predicate(side.get(), 2);
        return "(SELECT " + side.get() + ".id, " + side.get() + ".k, " + side.get() + ".d, " + side.get() + ".s, "
                + side.get() + ".price FROM " + relation(depth - 1) + " " + left + " " + kind + "JOIN "
                + relation(depth - 1) + " " + right + on + where + ")";
    }

    /** Sometimes under each other's names. */
    private String columns(String alias) {
        return switch (random.nextInt(4)) {
            case 0 -> alias + ".k AS id, " + alias + ".id AS k, d, s, price";
            case 1 -> "id, k, d + 30 AS d, 's' || s AS s, price";
            case 2 -> "id + 1 AS id, -k AS k, d, upper(s) AS s, price * 2 AS price";
            default -> COLUMNS;
        };
    }

    private String predicate(String alias, int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> "(" + predicate(alias, depth - 1) + " OR " + predicate(alias, depth - 1) + ")";
                case 1 -> "NOT (" + predicate(alias, depth - 1) + ")";
                default -> "(" + predicate(alias, depth - 1) + " AND " + predicate(alias, depth - 1) + ")";
            };
        }
        String key = key();
        String column = alias + "." + key;
        String inner = alias();
        return switch (random.nextInt(9)) {
            case 0 -> column + " BETWEEN " + value(key) + " AND " + value(key);
            case 1 -> column + " IN (" + value(key) + ", " + value(key) + ", " + value(key) + ")";
            case 2 -> column + " IS " + one("", "NOT ") + "NULL";
            case 3 ->
                column + one("", " NOT") + " IN (SELECT " + key + " FROM " + table() + " " + inner + " WHERE "
                        + inner + "." + key + one(" > ", " < ", " IS DISTINCT FROM ")
                        + value(key) + ")";
            case 4 ->
                one("", "NOT ") + "EXISTS (SELECT 1 FROM " + table() + " " + inner + " WHERE " + inner + "." + key
                        + " = " + column + ")";
            case 5 ->
                column + one(" > ", " <= ") + "(SELECT " + one("min", "max") + "(" + key + ") FROM " + table() + ")";
            case 6 -> "coalesce(" + column + ", " + value(key) + ") " + one("=", "<>", ">") + " " + value(key);
            default -> column + one(" = ", " < ", " > ", " >= ", " <> ", " IS DISTINCT FROM ") + value(key);
        };
    }

    private String value(String column) {
        int n = random.nextInt(MOST + 100) - 50;
        return switch (column) {
            case "d" -> "DATE '2024-01-01' + " + n;
            case "s" -> "'s%04d'".formatted(n + 100);
            case "price" -> one(n + ".00", n + ".005");
            default -> one(Integer.toString(n), n + ".0");
        };
    }

    private String limits() {
        return (random.nextInt(4) == 0 ? "" : " LIMIT " + random.nextInt(MOST))
                + (random.nextBoolean() ? "" : " OFFSET " + random.nextInt(MOST));
    }

    /** All columns, so that what a limit leaves is defined. */
    private String order() {
        List<String> columns = new ArrayList<>(List.of(COLUMNS.split(", ", -1)));
        Collections.shuffle(columns, random);
        return String.join(", ", columns) + one("", " DESC");
    }

    private String table() {
        return one("fact", "fact", "fact", "dim", "other", "nothing");
    }

    private String key() {
        return one("id", "k", "d", "s", "price");
    }

    private String alias() {
        return "a" + aliases++;
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
