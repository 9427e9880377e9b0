package io.mcpbuffet.snowflake;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.model.Values;
import io.mcpbuffet.spi.Literal;
import io.mcpbuffet.spi.RowSql;
import java.util.Optional;

/** Snowflake's SQL for the rows of a join. */
record SnowflakeWords() implements RowSql.Words {
    @Override
    public String name(String identifier) {
        return Names.quoted(identifier);
    }

    @Override
    public Optional<String> isNan(String column) {
        return Optional.of(column + " = 'NaN'::FLOAT");
    }

    @Override
    public Optional<String> startsWith(String column, String prefix) {
        return Optional.of("STARTSWITH(" + column + ", " + Names.literal(prefix) + ")");
    }

    @Override
    public boolean isNarrow(DataType type) {
        return type instanceof DataType.Decimal;
    }

    @Override
    public Optional<String> literal(Literal literal) {
        Object value = Values.json(literal.value());
        if (literal.type() instanceof DataType.Decimal) {
            return Optional.of(value.toString());
        }
        String text = Names.literal(String.valueOf(value));
        return Optional.of(
                switch (((DataType.Scalar) literal.type()).kind()) {
                    case BOOLEAN, INT, LONG -> String.valueOf(value);
                    case FLOAT, DOUBLE -> text + "::FLOAT";
                    case DATE -> text + "::DATE";
                    case TIME -> text + "::TIME";
                    case TIMESTAMP, TIMESTAMP_NS -> text + "::TIMESTAMP_NTZ";
                    case TIMESTAMPTZ, TIMESTAMPTZ_NS -> text + "::TIMESTAMP_TZ";
                    case STRING, UUID, BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> text;
                });
    }
}
