package io.mcpbuffet.glue.external;

import io.mcpbuffet.error.ErrorCode;
import io.mcpbuffet.error.LakeException;
import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Field;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts of a partition as values of the types of its keys. */
final class PartitionValues {
    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    private PartitionValues() {}

    /** Values by the names of the keys, as {@code spi.Literal} has them, null for NULL. UNAVAILABLE for a text that is no such value. */
    static Map<String, Object> of(List<Field> keys, List<String> texts) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int at = 0; at < keys.size(); at++) {
            if (at >= texts.size()) {
                throw LakeException.of(
                        ErrorCode.UNAVAILABLE,
                        "The partition " + texts + " lacks a value of "
                                + keys.get(at).name());
            }
            values.put(keys.get(at).name(), of(keys.get(at), texts.get(at)));
        }
        return values;
    }

    static Object of(Field key, String text) {
        if (text.equals(HIVE_NULL)) {
            return null;
        }
        try {
            if (key.type() instanceof DataType.Decimal) {
                return new BigDecimal(text);
            }
            return key.type() instanceof DataType.Scalar scalar ? scalar(scalar.kind(), text) : text;
        } catch (NumberFormatException | DateTimeParseException e) {
            throw LakeException.of(
                    ErrorCode.UNAVAILABLE,
                    "The partition value '" + text + "' of " + key.name() + " is no " + key.type(),
                    e);
        }
    }

    private static Object scalar(DataType.Kind kind, String text) {
        return switch (kind) {
            case BOOLEAN -> Boolean.valueOf(text);
            case INT, LONG -> Long.valueOf(text);
            case FLOAT, DOUBLE -> Double.valueOf(text);
            case DATE -> LocalDate.parse(text);
            case TIMESTAMP, TIMESTAMP_NS -> timestamp(text);
            case STRING, TIME, TIMESTAMPTZ, TIMESTAMPTZ_NS, UUID, BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE ->
                text;
        };
    }

    private static LocalDateTime timestamp(String text) {
        return text.length() == 10 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text.replace(' ', 'T'));
    }
}
