package io.mcpbuffet.engine.worker;

import io.mcpbuffet.engine.job.Relation;
import io.mcpbuffet.model.ResultColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of a result as the statement names them. */
final class ResultColumns {
    /** Around a statement, DuckDB numbers what it names twice. */
    private static final Pattern NUMBERED = Pattern.compile("(.*)_\\d+", Pattern.DOTALL);

    private ResultColumns() {}

    static List<ResultColumn> of(ResultSetMetaData result) throws SQLException {
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= result.getColumnCount(); i++) {
            columns.add(new ResultColumn(
                    result.getColumnName(i), result.getColumnTypeName(i).replace("\"NULL\"", "NULL")));
        }
        return columns;
    }

    /**
     * Those of a statement that ran inside of another one. It is planned once more only where a name may be a number's work.
     *
     * @param around of the result of the other statement
     */
    static List<ResultColumn> of(Connection connection, String sql, ResultSetMetaData around, Stop stop)
            throws SQLException {
        List<ResultColumn> columns = of(around);
        if (!mayBeNumbered(columns)) {
            return columns;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            stop.running(statement);
            return of(statement.getMetaData());
        }
    }

    /** Under names without those of the views, which occur nowhere in what the client wrote: a column may be called by a subquery's text. */
    static List<ResultColumn> without(List<Relation> views, List<ResultColumn> columns) {
        List<ResultColumn> named = new ArrayList<>();
        for (ResultColumn column : columns) {
            String name = column.name();
            for (Relation view : views) {
                name = name.replace(view.view() + " AS ", "");
            }
            named.add(new ResultColumn(name, column.type()));
        }
        return named;
    }

    private static boolean mayBeNumbered(List<ResultColumn> columns) {
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(key(column.name())));
        return columns.stream().anyMatch(column -> {
            Matcher numbered = NUMBERED.matcher(key(column.name()));
            return numbered.matches() && names.contains(numbered.group(1));
        });
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
