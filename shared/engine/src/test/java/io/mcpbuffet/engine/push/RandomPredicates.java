package io.mcpbuffet.engine.push;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.types.Types;

/** Random rows of small domains, and random conditions on them that often hold for some and not for others. */
record RandomPredicates(Random random) {
    private static final LocalDate START = LocalDate.of(2023, 11, 20);
    private static final List<String> WORDS =
            List.of("", "a", "ab", "abc", "abd", "b", "é", "Z", "\uD83D\uDE00", "a%b");
    private static final List<String> SIGNS = List.of("=", "<>", "<", "<=", ">", ">=");

    /** NULL now and then; numbers near each other, with NaN and both zeros among floating ones. */
    Object value(Types.NestedField field) {
        if (field.isOptional() && random.nextInt(8) == 0) {
            return null;
        }
        return switch (field.type().typeId()) {
            case LONG -> (long) number();
            case INTEGER -> number();
            case DOUBLE -> floating();
            case FLOAT -> (float) floating();
            case DECIMAL -> BigDecimal.valueOf(number() * 25L, 2);
            case STRING -> word();
            case DATE -> date();
            case TIMESTAMP -> ((Types.TimestampType) field.type()).shouldAdjustToUTC() ? (Object) zoned() : dateTime();
            case BOOLEAN -> random.nextBoolean();
            default -> throw new IllegalArgumentException(field.toString());
        };
    }

    private int number() {
        return random.nextInt(21) - 10;
    }

    private double floating() {
        return switch (random.nextInt(10)) {
            case 0 -> Double.NaN;
            case 1 -> -0.0;
            case 2 -> 0.0;
            default -> number() / 4.0;
        };
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private LocalDate date() {
        return START.plusDays(random.nextInt(90));
    }

    private LocalDateTime dateTime() {
        return date().atTime(random.nextInt(3) == 0 ? LocalTime.MIDNIGHT : LocalTime.of(random.nextInt(24), 30));
    }

    private OffsetDateTime zoned() {
        return dateTime().atOffset(ZoneOffset.UTC);
    }

    String predicate(List<Types.NestedField> fields, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            String left = predicate(fields, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> "(" + left + " AND " + predicate(fields, depth - 1) + ")";
                case 1 -> "(" + left + " OR " + predicate(fields, depth - 1) + ")";
                default -> "NOT (" + left + ")";
            };
        }
        Types.NestedField field = fields.get(random.nextInt(fields.size()));
        String name = field.name();
        return switch (random.nextInt(9)) {
            case 0 -> name + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            case 1 ->
                name + (random.nextBoolean() ? " IN (" : " NOT IN (") + literal(field) + ", " + literal(field) + ")";
            case 2 -> name + " BETWEEN " + literal(field) + " AND " + literal(field);
            case 3 -> name + (random.nextBoolean() ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ") + literal(field);
            case 4, 5 -> special(field);
            default -> name + " " + sign() + " " + literal(field);
        };
    }

    private String sign() {
        return SIGNS.get(random.nextInt(SIGNS.size()));
    }

    private String special(Types.NestedField field) {
        String name = field.name();
        return switch (field.type().typeId()) {
            case DOUBLE, FLOAT -> (random.nextBoolean() ? "" : "NOT ") + "isnan(" + name + ")";
            case STRING ->
                List.of(
                                "starts_with(" + name + ", 'a')",
                                name + " LIKE 'ab%'",
                                name + " NOT LIKE 'ab%'",
                                name + " LIKE '_b%'",
                                "length(" + name + ") > 1",
                                "coalesce(" + name + ", 'b') = 'b'")
                        .get(random.nextInt(6));
            case DATE ->
                List.of(
                                "year(" + name + ") " + sign() + " 2023",
                                "date_trunc('month', " + name + ") = DATE '2023-12-01'",
                                name + " " + sign() + " TIMESTAMP '" + date() + " 10:00:00'",
                                name + " " + sign() + " TIMESTAMPTZ '" + date() + " 00:00:00+00'",
                                name + " + INTERVAL 3 DAY " + sign() + " DATE '" + date() + "'",
                                name + " - 3 " + sign() + " DATE '" + date() + "'")
                        .get(random.nextInt(6));
            case TIMESTAMP ->
                List.of(
                                "year(" + name + ") " + sign() + " 2023",
                                name + "::DATE " + sign() + " DATE '" + date() + "'",
                                "date_trunc('day', " + name + ") " + sign() + " DATE '" + date() + "'",
                                name + " AT TIME ZONE 'Asia/Kolkata' " + sign() + " '" + date() + " 07:00:00'",
                                name + " - INTERVAL 2 DAY " + sign() + " '" + date() + "'")
                        .get(random.nextInt(5));
            case BOOLEAN -> random.nextBoolean() ? name : "NOT " + name;
            default ->
                List.of(
                                name + " " + sign() + " 2.5",
                                name + "::DOUBLE " + sign() + " 2.1",
                                name + " + 1 " + sign() + " 3",
                                name + " % 3 = 1",
                                name + " " + sign() + " 3.0")
                        .get(random.nextInt(5));
        };
    }

    private String literal(Types.NestedField field) {
        return switch (field.type().typeId()) {
            case DOUBLE, FLOAT -> random.nextInt(6) == 0 ? "'nan'" : String.valueOf(number() / 4.0);
            case DECIMAL -> String.valueOf(number() * 0.25);
            case STRING -> "'" + word() + "'";
            case DATE -> "DATE '" + date() + "'";
            case TIMESTAMP -> "'" + dateTime().toString().replace('T', ' ') + ":00'";
            case BOOLEAN -> String.valueOf(random.nextBoolean());
            default -> String.valueOf(number());
        };
    }
}
