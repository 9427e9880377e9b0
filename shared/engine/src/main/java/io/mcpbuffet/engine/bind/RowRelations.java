package io.mcpbuffet.engine.bind;

import io.mcpbuffet.engine.job.RowsRelation;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Columns of rows from another system, in the types of the engine. What the engine has no type for is text. */
final class RowRelations {
    private static final String TEXT = "VARCHAR";

    private RowRelations() {}

    /** All columns of a schema, of which some arrive. */
    static List<RowsRelation.Column> columns(List<Field> schema, List<Field> arriving) {
        Set<String> names = arriving.stream().map(Field::name).collect(Collectors.toSet());
        return schema.stream()
                .map(field -> names.contains(field.name()) ? column(field) : absent(field))
                .toList();
    }

    private static RowsRelation.Column absent(Field field) {
        return new RowsRelation.Column(field.name(), type(field.type()), "");
    }

    private static RowsRelation.Column column(Field field) {
        String type = type(field.type());
        boolean nested = field.type() instanceof DataType.Struct
                || field.type() instanceof DataType.ListOf
                || field.type() instanceof DataType.MapOf;
        return new RowsRelation.Column(field.name(), type, nested || type.equals("JSON") ? TEXT : type);
    }

    static String type(DataType type) {
        if (type instanceof DataType.Scalar scalar) {
            return scalar(scalar.kind());
        }
        if (type instanceof DataType.Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof DataType.Fixed) {
            return "BLOB";
        }
        if (type instanceof DataType.ListOf list) {
            return type(list.element().type()) + "[]";
        }
        if (type instanceof DataType.MapOf map) {
            return "MAP(" + type(map.key().type()) + ", " + type(map.value().type()) + ")";
        }
        if (type instanceof DataType.Struct struct) {
            return struct.fields().isEmpty() ? "JSON" : struct(struct);
        }
        return TEXT;
    }

    private static String struct(DataType.Struct struct) {
        return struct.fields().stream()
                .map(field -> '"' + field.name().replace("\"", "\"\"") + "\" " + type(field.type()))
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
    }

    private static String scalar(DataType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP, TIMESTAMP_NS -> "TIMESTAMP";
            case TIMESTAMPTZ, TIMESTAMPTZ_NS -> "TIMESTAMP WITH TIME ZONE";
            case UUID -> "UUID";
            case BINARY -> "BLOB";
            case VARIANT -> "JSON";
            case STRING, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> TEXT;
        };
    }
}
