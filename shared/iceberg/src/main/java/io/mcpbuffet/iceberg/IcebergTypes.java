package io.mcpbuffet.iceberg;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Iceberg's types as ours. */
final class IcebergTypes {
    private IcebergTypes() {}

    static List<Field> fields(Schema schema) {
        return fields(schema.columns());
    }

    static List<Field> fields(List<Types.NestedField> fields) {
        return fields.stream().map(IcebergTypes::field).toList();
    }

    static Field field(Types.NestedField field) {
        return new Field(
                OptionalInt.of(field.fieldId()),
                field.name(),
                type(field.type()),
                field.isRequired(),
                Optional.ofNullable(field.doc()),
                Optional.ofNullable(IcebergValues.java(field.type(), field.initialDefault())));
    }

    private static DataType type(Type type) {
        return switch (type.typeId()) {
            case BOOLEAN -> scalar(DataType.Kind.BOOLEAN);
            case INTEGER -> scalar(DataType.Kind.INT);
            case LONG -> scalar(DataType.Kind.LONG);
            case FLOAT -> scalar(DataType.Kind.FLOAT);
            case DOUBLE -> scalar(DataType.Kind.DOUBLE);
            case DATE -> scalar(DataType.Kind.DATE);
            case TIME -> scalar(DataType.Kind.TIME);
            case TIMESTAMP ->
                scalar(
                        ((Types.TimestampType) type).shouldAdjustToUTC()
                                ? DataType.Kind.TIMESTAMPTZ
                                : DataType.Kind.TIMESTAMP);
            case TIMESTAMP_NANO ->
                scalar(
                        ((Types.TimestampNanoType) type).shouldAdjustToUTC()
                                ? DataType.Kind.TIMESTAMPTZ_NS
                                : DataType.Kind.TIMESTAMP_NS);
            case STRING -> scalar(DataType.Kind.STRING);
            case UUID -> scalar(DataType.Kind.UUID);
            case BINARY -> scalar(DataType.Kind.BINARY);
            case VARIANT -> scalar(DataType.Kind.VARIANT);
            case GEOMETRY -> scalar(DataType.Kind.GEOMETRY);
            case GEOGRAPHY -> scalar(DataType.Kind.GEOGRAPHY);
            case UNKNOWN -> scalar(DataType.Kind.UNKNOWN_TYPE);
            case FIXED -> new DataType.Fixed(((Types.FixedType) type).length());
            case DECIMAL ->
                new DataType.Decimal(((Types.DecimalType) type).precision(), ((Types.DecimalType) type).scale());
            case STRUCT -> new DataType.Struct(fields(type.asStructType().fields()));
            case LIST -> new DataType.ListOf(field(type.asListType().fields().get(0)));
            case MAP ->
                new DataType.MapOf(
                        field(type.asMapType().fields().get(0)),
                        field(type.asMapType().fields().get(1)));
        };
    }

    private static DataType scalar(DataType.Kind kind) {
        return new DataType.Scalar(kind);
    }
}
