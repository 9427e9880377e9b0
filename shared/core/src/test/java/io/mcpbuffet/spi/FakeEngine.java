package io.mcpbuffet.spi;

import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.ResultColumn;
import io.mcpbuffet.model.Rows;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An engine that answers what it is told to, and keeps what it was asked. Safe for use by many threads. */
public final class FakeEngine implements SqlEngine {
    private final List<Query> asked = new CopyOnWriteArrayList<>();
    private final Function<Query, QueryResult> answer;

    public FakeEngine() {
        this(q -> result(List.of(List.of(1L)), Optional.empty()));
    }

    public FakeEngine(Function<Query, QueryResult> answer) {
        this.answer = answer;
    }

    /** A result of one column {@code v}, truncated where a cursor continues it. */
    public static QueryResult result(List<List<Object>> rows, Optional<String> cursor) {
        return new QueryResult(
                new Rows(List.of(new ResultColumn("v", "long")), rows),
                cursor.isPresent(),
                cursor.map(c -> "max_rows"),
                cursor,
                List.of(),
                "fake",
                1,
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of());
    }

    public List<Query> asked() {
        return asked;
    }

    @Override
    public QueryResult run(Query query, Progress progress) {
        asked.add(query);
        return answer.apply(query);
    }

    @Override
    public Explanation explain(Query query, Progress progress) {
        asked.add(query);
        return new Explanation(
                List.of(),
                "fake",
                "",
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                "PLAN",
                List.of());
    }

    @Override
    public String dialect() {
        return "duckdb";
    }

    @Override
    public void close() {}
}
