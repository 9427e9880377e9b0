package io.mcpbuffet.engine.scan;

import io.mcpbuffet.engine.job.ScanRelation.ScanField;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.List;
import java.util.stream.Collectors;

/** Fields as the engine is to present them. Types are written as {@code parquet_schema} writes them, so that they compare as text. */
public final class SqlTypes {
    static final String TIMESTAMP_TZ = "TIMESTAMP WITH TIME ZONE";
    static final String TIMESTAMP_TZ_NS = "TIMESTAMPTZ_NS";

    /** The kind of a field that fails where it is read; its default is the reason. */
    static final String UNREADABLE = "unreadable";

    private SqlTypes() {}

    /** A column of a type that the engine cannot read stands there for its name, and fails where it is read. */
    public static List<ScanField> fields(List<Field> fields) {
        return fields.stream().map(SqlTypes::column).toList();
    }

    private static ScanField column(Field field) {
        try {
            return field(field, "");
        } catch (LakeException e) {
            return new ScanField(field.id().orElse(-1), field.name(), "VARCHAR", UNREADABLE, e.getMessage(), List.of());
        }
    }

    private static ScanField field(Field field, String parent) {
        String path = parent.isEmpty() ? field.name() : parent + "." + field.name();
        List<ScanField> children = children(field.type(), path);
        String initial = field.initialDefault()
                .map(value -> SqlLiterals.of(field.type(), value, path))
                .orElse("NULL");
        return new ScanField(
                field.id().orElseThrow(() -> LakeException.unsupported("The column " + path + " has no field id")),
                field.name(),
                type(field.type(), children, path),
                kind(field.type()),
                initial,
                children);
    }

    private static List<ScanField> children(DataType type, String path) {
        if (type instanceof DataType.Struct struct) {
            return struct.fields().stream().map(child -> field(child, path)).toList();
        }
        if (type instanceof DataType.ListOf list) {
            return List.of(field(list.element(), path));
        }
        if (type instanceof DataType.MapOf map) {
            return List.of(field(map.key(), path), field(map.value(), path));
        }
        return List.of();
    }

    private static String kind(DataType type) {
        if (type instanceof DataType.Struct) {
            return "struct";
        }
        if (type instanceof DataType.ListOf) {
            return "list";
        }
        return type instanceof DataType.MapOf ? "map" : "scalar";
    }

    private static String type(DataType type, List<ScanField> children, String path) {
        if (type instanceof DataType.Scalar scalar) {
            return scalar(scalar.kind(), path);
        }
        if (type instanceof DataType.Decimal decimal) {
            return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
        }
        if (type instanceof DataType.Fixed) {
            return "BLOB";
        }
        if (type instanceof DataType.Struct && !children.isEmpty()) {
            return children.stream()
                    .map(child -> Sql.name(child.name()) + " " + child.type())
                    .collect(Collectors.joining(", ", "STRUCT(", ")"));
        }
        if (type instanceof DataType.ListOf) {
            return children.get(0).type() + "[]";
        }
        if (type instanceof DataType.MapOf) {
            return "MAP(" + children.get(0).type() + ", " + children.get(1).type() + ")";
        }
        throw unsupported(type, path);
    }

    private static String scalar(DataType.Kind kind, String path) {
        return switch (kind) {
            case BOOLEAN -> "BOOLEAN";
            case INT -> "INTEGER";
            case LONG -> "BIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP -> "TIMESTAMP";
            case TIMESTAMPTZ -> TIMESTAMP_TZ;
            case TIMESTAMP_NS -> "TIMESTAMP_NS";
            case TIMESTAMPTZ_NS -> TIMESTAMP_TZ_NS;
            case STRING, UNKNOWN_TYPE -> "VARCHAR";
            case UUID -> "UUID";
            case BINARY -> "BLOB";
            case VARIANT -> "JSON";
            case GEOMETRY, GEOGRAPHY -> throw unsupported(new DataType.Scalar(kind), path);
        };
    }

    private static LakeException unsupported(DataType type, String path) {
        return LakeException.unsupported(
                "The column " + path + " is of type " + type + ", which the engine cannot read");
    }
}
