package io.mcpbuffet.engine.push;

import io.mcpbuffet.model.DataType;
import io.mcpbuffet.spi.Literal;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.UUID;

/** Constants of plans as Java values, where they are finite and written as expected. */
final class Constants {
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();

    private Constants() {}

    /** As a value of a column's own type, with which DuckDB has compared it. */
    static Optional<Literal> literal(DataType type, Term.Constant constant) {
        return value(type, constant).map(value -> new Literal(type, value));
    }

    private static Optional<Object> value(DataType type, Term.Constant constant) {
        if (constant.isNull()) {
            return Optional.empty();
        }
        if (type instanceof DataType.Decimal decimal) {
            return number(constant)
                    .filter(value -> value.scale() <= decimal.scale())
                    .map(Object.class::cast);
        }
        if (!(type instanceof DataType.Scalar scalar)) {
            return Optional.empty();
        }
        return switch (scalar.kind()) {
            case BOOLEAN -> bool(constant);
            case INT, LONG -> number(constant).flatMap(Constants::whole);
            case FLOAT, DOUBLE ->
                number(constant)
                        .map(BigDecimal::doubleValue)
                        .filter(Constants::finite)
                        .map(Object.class::cast);
            case DATE -> of(constant, "DATE").flatMap(Constants::date).map(Object.class::cast);
            case TIME -> of(constant, "TIME").flatMap(Constants::time).map(Object.class::cast);
            case TIMESTAMP ->
                of(constant, "TIMESTAMP").flatMap(Constants::timestamp).map(Object.class::cast);
            case TIMESTAMP_NS ->
                of(constant, "TIMESTAMP_NS").flatMap(Constants::timestamp).map(Object.class::cast);
            case TIMESTAMPTZ -> zoned(constant).map(value -> (Object) value.atOffset(ZoneOffset.UTC));
            case STRING -> constant.quoted() && constant.type().isEmpty() ? Optional.of(constant.text()) : none();
            case UUID -> of(constant, "UUID").map(text -> (Object) UUID.fromString(text));
            case TIMESTAMPTZ_NS, BINARY, VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN_TYPE -> none();
        };
    }

    private static Optional<Object> none() {
        return Optional.empty();
    }

    private static boolean finite(double value) {
        return Double.isFinite(value);
    }

    private static Optional<Object> bool(Term.Constant constant) {
        boolean known =
                constant.text().equalsIgnoreCase("true") || constant.text().equalsIgnoreCase("false");
        return constant.quoted() || !known ? Optional.empty() : Optional.of(Boolean.valueOf(constant.text()));
    }

    private static Optional<Object> whole(BigDecimal number) {
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    static Optional<BigDecimal> number(Term.Constant constant) {
        if (constant.quoted() || !constant.type().isEmpty() || constant.text().length() > 60) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(constant.text());
            return Math.abs(number.scale()) > 400 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> of(Term.Constant constant, String type) {
        return constant.quoted() && constant.type().equals(type) ? Optional.of(constant.text()) : Optional.empty();
    }

    static Optional<LocalDate> date(Term.Constant constant) {
        return of(constant, "DATE").flatMap(Constants::date);
    }

    /** Of any timestamp type; with zone the time in UTC. */
    static Optional<LocalDateTime> moment(Term.Constant constant) {
        return of(constant, "TIMESTAMP").flatMap(Constants::timestamp).or(() -> zoned(constant));
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalTime> time(String text) {
        try {
            return Optional.of(LocalTime.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> timestamp(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, TIMESTAMP));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The session is in UTC, so that is what plans show. */
    private static Optional<LocalDateTime> zoned(Term.Constant constant) {
        return of(constant, "TIMESTAMP WITH TIME ZONE")
                .filter(text -> text.endsWith("+00"))
                .flatMap(text -> timestamp(text.substring(0, text.length() - 3)));
    }

    /** A value of a column's type at a moment in UTC. */
    static Object at(DataType type, LocalDateTime moment) {
        boolean zoned = type instanceof DataType.Scalar scalar
                && (scalar.kind() == DataType.Kind.TIMESTAMPTZ || scalar.kind() == DataType.Kind.TIMESTAMPTZ_NS);
        return zoned ? OffsetDateTime.of(moment, ZoneOffset.UTC) : moment;
    }
}
