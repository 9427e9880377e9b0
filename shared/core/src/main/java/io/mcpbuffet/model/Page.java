package io.mcpbuffet.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One page of a listing; {@code next} is the cursor of the following page, absent on the last. A page may be empty. */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    public static <T> Page<T> last(List<T> items) {
        return new Page<>(items, Optional.empty());
    }

    public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
        return new Page<>(items.stream().<R>map(mapper).toList(), next);
    }
}
