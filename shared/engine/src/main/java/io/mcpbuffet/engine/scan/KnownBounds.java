package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.engine.job.ValuesRelation;
import io.mcpbuffet.engine.job.ValuesRelation.Column;
import io.mcpbuffet.model.Field;
import io.mcpbuffet.spi.ExactValues;
import io.mcpbuffet.spi.Literal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The least and the greatest values of columns as a view of two rows. */
public final class KnownBounds {
    private KnownBounds() {}

    /** Of the columns of a schema that are named. */
    public static ValuesRelation relation(String view, List<Field> schema, List<String> columns, ExactValues values) {
        List<ScanField> fields = SqlTypes.fields(schema);
        List<String> shown = ShownNames.of(schema.stream().map(Field::name).toList());
        List<Column> made = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            if (columns.contains(schema.get(i).name())) {
                Optional<ExactValues.Range> range =
                        Optional.ofNullable(values.ranges().get(schema.get(i).name()));
                made.add(new Column(
                        shown.get(i),
                        fields.get(i).type(),
                        literal(range.map(ExactValues.Range::least)),
                        literal(range.map(ExactValues.Range::greatest))));
            }
        }
        return new ValuesRelation(view, made);
    }

    private static String literal(Optional<Literal> bound) {
        return bound.map(literal -> SqlLiterals.of(literal.type(), literal.value(), ""))
                .orElse("NULL");
    }

    /** Makes the view, in the worker. */
    public static void create(Connection connection, ValuesRelation relation) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE VIEW " + Sql.name(relation.view()) + " AS " + row(relation, Column::least)
                    + " UNION ALL " + row(relation, Column::greatest));
        }
    }

    private static String row(ValuesRelation relation, Function<Column, String> value) {
        return relation.columns().isEmpty()
                ? "SELECT NULL AS nothing"
                : relation.columns().stream()
                        .map(column -> Sql.cast(value.apply(column), column.type()) + " AS " + Sql.name(column.name()))
                        .collect(Collectors.joining(", ", "SELECT ", ""));
    }
}
