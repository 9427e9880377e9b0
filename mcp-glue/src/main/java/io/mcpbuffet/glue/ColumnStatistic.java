package io.mcpbuffet.glue;

import io.mcpbuffet.spi.ColumnFigures.Figure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Glue has computed of a column's values.
 *
 * @param min a number, or a text for decimals and dates
 * @param computed when
 */
record ColumnStatistic(
        String column,
        Optional<Object> min,
        Optional<Object> max,
        Optional<Object> nulls,
        Optional<Object> distinct,
        Optional<Instant> computed) {

    /** One of the values, with where it is from. */
    Optional<Figure> figure(Optional<Object> value) {
        String note =
                "Glue's column statistics" + computed.map(at -> " of " + at).orElse("");
        return value.map(each -> new Figure(each, false, note));
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        min.ifPresent(value -> parts.add("min " + value));
        max.ifPresent(value -> parts.add("max " + value));
        nulls.ifPresent(count -> parts.add(count + " nulls"));
        distinct.ifPresent(count -> parts.add("about " + count + " distinct"));
        return String.join(", ", parts);
    }
}
