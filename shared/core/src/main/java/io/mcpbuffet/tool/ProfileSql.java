package io.mcpbuffet.tool;

import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.TableRef;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statement that looks at a sample of rows: one row, a count first and then a struct for each column.
 *
 * @param sample how rows are chosen, behind the name of the table
 */
record ProfileSql(TableRef table, List<ResultColumn> columns, String sample) {
    static final int TOP = 5;
    static final int BINS = 10;
    private static final int SHAPE_LENGTH = 32;

    /** So that all that is said of a column stays below the size at which a cell is cut. */
    private static final int SHOWN_LENGTH = 100;

    private static final Pattern WHOLE = Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?");

    /** What can be said of the values of a column. */
    private enum Kind {
        NUMBER,
        MOMENT,
        TEXT,
        FLAG,
        OTHER
    }

    String text() {
        String chosen = columns.stream().map(c -> Statements.quoted(c.name())).collect(Collectors.joining(", "));
        return "WITH s AS MATERIALIZED (SELECT " + chosen + " FROM " + Statements.quoted(table) + sample + ")\n"
                + "SELECT (SELECT count(*) FROM s) AS n"
                + IntStream.range(0, columns.size())
                        .mapToObj(i -> figures(columns.get(i)) + " AS c" + i)
                        .collect(Collectors.joining());
    }

    private static String figures(ResultColumn column) {
        Kind kind = kind(column.type());
        StringBuilder parts = new StringBuilder("'nulls': coalesce(sum(n) FILTER (WHERE v IS NULL), 0), "
                + "'distinct': count(*) FILTER (WHERE v IS NOT NULL), "
                + "'once': count(*) FILTER (WHERE v IS NOT NULL AND n = 1)");
        if (kind != Kind.OTHER) {
            String shown = kind == Kind.TEXT ? "left(%s, " + SHOWN_LENGTH + ")" : "%s";
            parts.append(", 'min': " + shown.formatted("min(v)") + ", 'max': " + shown.formatted("max(v)")
                    + ", 'top': (list({'value': " + shown.formatted("v")
                    + ", 'count': n} ORDER BY n DESC, v) FILTER (WHERE v IS NOT NULL))[1:" + TOP + "]");
        }
        if (kind == Kind.TEXT) {
            parts.append(", 'shortest': min(length(v)), 'longest': max(length(v)), 'average':"
                    + " round(sum(length(v) * n) / sum(n) FILTER (WHERE v IS NOT NULL), 1)");
        }
        String values = "(SELECT " + Statements.quoted(column.name()) + " AS v, count(*) AS n FROM s GROUP BY 1)";
        return ",\n{'figures': (SELECT {" + parts + "} FROM " + values + ")" + shapes(kind, values)
                + bins(kind, column.type(), values) + "}";
    }

    private static String shapes(Kind kind, String values) {
        if (kind != Kind.TEXT) {
            return "";
        }
        return ", 'patterns': (SELECT list({'pattern': shape, 'count': n} ORDER BY n DESC, shape)[1:3] FROM"
                + " (SELECT regexp_replace(regexp_replace(left(v, " + SHAPE_LENGTH
                + "), '\\p{L}', 'a', 'g'), '\\p{Nd}', '9', 'g') AS shape, sum(n) AS n FROM " + values
                + " WHERE v IS NOT NULL GROUP BY 1))";
    }

    /** Counts of values in intervals of equal width from the least to the greatest; of few whole numbers, one for each. */
    private static String bins(Kind kind, String type, String values) {
        if (kind != Kind.NUMBER && kind != Kind.MOMENT) {
            return "";
        }
        String x = kind == Kind.NUMBER ? "v::DOUBLE" : "epoch(v)";
        String steps = WHOLE.matcher(type.toUpperCase(Locale.ROOT)).matches()
                ? "least(" + BINS + ", max(x) - min(x) + 1)"
                : "" + BINS;
        String points = "(SELECT " + x + " AS x, n FROM " + values + " WHERE v IS NOT NULL AND isfinite(" + x + "))";
        String ends = "(SELECT min(x) AS low, max(x) AS high, CASE WHEN max(x) IS NOT NULL THEN " + steps
                + " END AS steps FROM " + points + ")";
        return ", 'bins': (SELECT list(coalesce(n, 0) ORDER BY b) FROM (SELECT b, n FROM range(" + BINS
                + ") r(b) JOIN " + ends + " ON b < steps LEFT JOIN (SELECT CASE WHEN high > low THEN least(steps - 1"
                + ", floor((x - low) / (high - low) * steps)) ELSE 0 END AS b, sum(n) AS n FROM " + points
                + ", " + ends + " GROUP BY 1) USING (b)))";
    }

    private static Kind kind(String type) {
        String name = type.toUpperCase(Locale.ROOT);
        if (name.endsWith("]") || (name.contains("(") && !name.startsWith("DECIMAL"))) {
            return Kind.OTHER;
        }
        if (WHOLE.matcher(name).matches() || name.matches("DECIMAL.*|FLOAT|DOUBLE")) {
            return Kind.NUMBER;
        }
        if (name.matches("DATE|TIMESTAMP.*")) {
            return Kind.MOMENT;
        }
        return switch (name) {
            case "VARCHAR" -> Kind.TEXT;
            case "BOOLEAN", "TIME", "UUID" -> Kind.FLAG;
            default -> Kind.OTHER;
        };
    }
}
