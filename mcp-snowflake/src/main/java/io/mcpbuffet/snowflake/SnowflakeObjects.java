package io.mcpbuffet.snowflake;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.error.Nearest;
import io.mcpbuffet.model.Namespace;
import io.mcpbuffet.model.NamespaceEntry;
import io.mcpbuffet.model.Page;
import io.mcpbuffet.model.PageRequest;
import io.mcpbuffet.model.TableEntry;
import io.mcpbuffet.model.TableKind;
import io.mcpbuffet.model.TableRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Databases, schemas, tables and views, page by page as SHOW gives them. Safe for use by many threads. */
record SnowflakeObjects(String catalog, RowListing listing, NameFilter filter) {
    private static final int MOST = 10_000;
    private static final int NEAREST_AMONG = 1000;

    Page<NamespaceEntry> databases(PageRequest page) {
        return page(
                new Show("DATABASES", Optional.empty(), ""),
                page,
                row -> filter.showsDatabase(row.get("name")),
                row -> new NamespaceEntry(Namespace.of(row.get("name")), comment(row)));
    }

    /** NOT_FOUND for an unknown or hidden database. */
    Page<NamespaceEntry> schemas(String database, PageRequest page) {
        if (!filter.showsDatabase(database)) {
            throw unknown(Namespace.of(database));
        }
        return found(
                Namespace.of(database),
                () -> page(
                        new Show("SCHEMAS", Optional.empty(), " IN DATABASE " + Names.quoted(database)),
                        page,
                        row -> !row.get("name").equals("INFORMATION_SCHEMA") && filter.shows(database, row.get("name")),
                        row -> new NamespaceEntry(Namespace.of(database, row.get("name")), comment(row))));
    }

    /** NOT_FOUND for an unknown or hidden schema. */
    Page<TableEntry> tables(Namespace schema, PageRequest page) {
        require(schema);
        return found(
                schema,
                () -> page(
                        new Show(
                                "OBJECTS",
                                LikeText.of(page.pattern(), catalog, schema),
                                " IN SCHEMA " + Names.quoted(schema)),
                        page,
                        row -> true,
                        row -> entry(schema, row)));
    }

    private void require(Namespace schema) {
        if (schema.levels().size() != 2
                || !filter.shows(schema.levels().get(0), schema.levels().get(1))) {
            throw unknown(schema);
        }
    }

    private TableEntry entry(Namespace schema, Map<String, String> row) {
        return new TableEntry(
                new TableRef(catalog, schema, row.get("name")), kind(row), Optional.of(format(row)), comment(row));
    }

    static TableKind kind(Map<String, String> row) {
        String kind = String.valueOf(row.get("kind")).toUpperCase(Locale.ROOT);
        if (kind.contains("EXTERNAL")) {
            return TableKind.EXTERNAL;
        }
        return kind.contains("VIEW") ? TableKind.VIEW : TableKind.TABLE;
    }

    /** Snowflake's own word for what it is, such as {@code dynamic table}. */
    static String format(Map<String, String> row) {
        String kind = String.valueOf(row.get("kind")).toLowerCase(Locale.ROOT).replace('_', ' ');
        for (String flag : List.of("iceberg", "dynamic", "hybrid", "materialized", "secure")) {
            if (isYes(row.get("is_" + flag)) && !kind.contains(flag)) {
                kind = flag + " " + kind;
            }
        }
        return kind;
    }

    static boolean isIceberg(Map<String, String> row) {
        return format(row).contains("iceberg");
    }

    private static boolean isYes(String flag) {
        return flag != null && (flag.equalsIgnoreCase("Y") || flag.equalsIgnoreCase("true"));
    }

    static Optional<String> comment(Map<String, String> row) {
        return Optional.ofNullable(row.get("comment")).filter(text -> !text.isBlank());
    }

    /** The row of one table or view. NOT_FOUND with what was probably meant. */
    Map<String, String> row(TableRef table) {
        require(table.namespace());
        Show show = new Show(
                "OBJECTS", Optional.of(Names.exactly(table.name())), " IN SCHEMA " + Names.quoted(table.namespace()));
        List<Map<String, String>> rows =
                found(table.namespace(), () -> withViews(show, listing.rows(show.text(), "describe"), ""));
        return rows.stream()
                .filter(row -> row.get("name").equals(table.name()))
                .findFirst()
                .orElseThrow(() -> notFound(table, rows));
    }

    private LakeException notFound(TableRef table, List<Map<String, String>> inOtherCase) {
        List<String> near = inOtherCase.stream()
                .map(row -> new TableRef(catalog, table.namespace(), row.get("name")).toString())
                .toList();
        if (near.isEmpty()) {
            List<String> names = tables(table.namespace(), PageRequest.first(NEAREST_AMONG)).items().stream()
                    .map(entry -> entry.table().toString())
                    .toList();
            near = Nearest.among(table.toString(), names, 3);
        }
        String hint = near.isEmpty()
                ? "Call list_tables"
                : "Did you mean " + String.join(" or ", near) + "? Snowflake stores unquoted names in upper case";
        return LakeException.notFound("There is no table " + table).hint(hint);
    }

    private LakeException unknown(Namespace namespace) {
        String meant =
                upper(namespace).map(upper -> "Did you mean " + upper + "? ").orElse("");
        return LakeException.notFound("Catalog " + catalog + " has no namespace '" + namespace + "'")
                .hint(meant
                        + "A namespace is DATABASE.SCHEMA, in upper case unless it was quoted; call list_namespaces");
    }

    /** The same in upper case, where that exists and is shown. */
    private Optional<Namespace> upper(Namespace namespace) {
        Namespace upper = new Namespace(namespace.levels().stream()
                .map(level -> level.toUpperCase(Locale.ROOT))
                .toList());
        boolean shown = upper.levels().size() == 2
                && filter.shows(upper.levels().get(0), upper.levels().get(1));
        if (upper.equals(namespace) || !shown) {
            return Optional.empty();
        }
        try {
            String sql = "SHOW SCHEMAS LIKE " + Names.exactly(upper.levels().get(1)) + " IN DATABASE "
                    + Names.quoted(upper.levels().get(0));
            return listing.rows(sql, "describe").stream()
                    .filter(row -> row.get("name").equals(upper.levels().get(1)))
                    .findFirst()
                    .map(row -> upper);
        } catch (LakeException e) {
            return Optional.empty();
        }
    }

    private interface Listed<T> {
        T get();
    }

    private <T> T found(Namespace namespace, Listed<T> listed) {
        try {
            return listed.get();
        } catch (LakeException e) {
            throw e.code() == ErrorCode.NOT_FOUND ? unknown(namespace) : e;
        }
    }

    /**
     * A SHOW command.
     *
     * @param like a literal
     * @param in with the word
     */
    private record Show(String what, Optional<String> like, String in) {
        String text() {
            return "SHOW " + what + like.map(pattern -> " LIKE " + pattern).orElse("") + in;
        }

        Show of(String others) {
            return new Show(others, like, in);
        }
    }

    /** SHOW OBJECTS does not tell which views are secure or materialized, so the same views are asked for once more. */
    private List<Map<String, String>> withViews(Show show, List<Map<String, String>> rows, String from) {
        long views = rows.stream().filter(SnowflakeObjects::isView).count();
        if (!show.what().equals("OBJECTS") || views == 0) {
            return rows;
        }
        String sql = show.of("VIEWS").text() + " LIMIT " + (views + 1) + from;
        Map<String, Map<String, String>> byName = new LinkedHashMap<>();
        listing.rows(sql, "list").forEach(view -> byName.put(view.get("name"), view));
        return rows.stream()
                .map(row -> isView(row) ? flagged(row, byName) : row)
                .toList();
    }

    private static boolean isView(Map<String, String> row) {
        return kind(row) == TableKind.VIEW;
    }

    private static Map<String, String> flagged(Map<String, String> row, Map<String, Map<String, String>> views) {
        Map<String, String> all = new LinkedHashMap<>(row);
        Map<String, String> view = views.getOrDefault(row.get("name"), Map.of());
        for (String flag : List.of("is_secure", "is_materialized")) {
            all.put(flag, view.get(flag));
        }
        return all;
    }

    /** The cursor is the last name of the page before; what SHOW skips up to it may be the name itself or not. */
    private <T> Page<T> page(
            Show show, PageRequest page, Predicate<Map<String, String>> shown, Function<Map<String, String>, T> item) {
        List<T> items = new ArrayList<>();
        Optional<String> after = page.cursor();
        Optional<String> last = Optional.empty();
        while (true) {
            int size = Math.min(MOST, page.size() + 2);
            String from = after.map(name -> " FROM " + Names.literal(name)).orElse("");
            List<Map<String, String>> rows = listing.rows(show.text() + " LIMIT " + size + from, "list");
            for (Map<String, String> row : withViews(show, rows, from)) {
                if (after.filter(row.get("name")::equals).isPresent() || !shown.test(row)) {
                    continue;
                }
                if (items.size() == page.size()) {
                    return new Page<>(items, last);
                }
                items.add(item.apply(row));
                last = Optional.of(row.get("name"));
            }
            if (rows.size() < size) {
                return Page.last(items);
            }
            after = Optional.of(rows.get(rows.size() - 1).get("name"));
        }
    }
}
