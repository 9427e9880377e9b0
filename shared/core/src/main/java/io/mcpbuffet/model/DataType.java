package io.mcpbuffet.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A column type, in Iceberg's terms. {@code toString} is the text shown to clients, such as {@code decimal(12, 2)}. */
public sealed interface DataType {
    /** Scalar kinds, with Iceberg's names; UNKNOWN_TYPE is v3's {@code unknown}. */
    enum Kind {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMPTZ,
        TIMESTAMP_NS,
        TIMESTAMPTZ_NS,
        STRING,
        UUID,
        BINARY,
        VARIANT,
        GEOMETRY,
        GEOGRAPHY,
        UNKNOWN_TYPE
    }

    /** A scalar without parameters. */
    record Scalar(Kind kind) implements DataType {
        @Override
        public String toString() {
            return kind == Kind.UNKNOWN_TYPE ? "unknown" : kind.name().toLowerCase(Locale.ROOT);
        }
    }

    /** An exact decimal; precision 1 to 38. */
    record Decimal(int precision, int scale) implements DataType {
        @Override
        public String toString() {
            return "decimal(" + precision + ", " + scale + ")";
        }
    }

    /** Binary of a fixed length in bytes. */
    record Fixed(int length) implements DataType {
        @Override
        public String toString() {
            return "fixed[" + length + "]";
        }
    }

    record Struct(List<Field> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return fields.stream()
                    .map(f -> f.name() + ": " + f.type())
                    .collect(Collectors.joining(", ", "struct<", ">"));
        }
    }

    /** A list; the element is a field for the sake of its id. */
    record ListOf(Field element) implements DataType {
        @Override
        public String toString() {
            return "list<" + element.type() + ">";
        }
    }

    /** A map; key and value are fields for the sake of their ids. */
    record MapOf(Field key, Field value) implements DataType {
        @Override
        public String toString() {
            return "map<" + key.type() + ", " + value.type() + ">";
        }
    }

    /** A type that only the source system knows, by the text it uses. */
    record Foreign(String text) implements DataType {
        @Override
        public String toString() {
            return text;
        }
    }
}
