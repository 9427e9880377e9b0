package io.mcpbuffet.glue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What Glue has computed of a column's values, at a moment of its own. */
record ColumnStatistic(
        String column, Optional<String> min, Optional<String> max, OptionalLong nulls, OptionalLong distinct) {
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
