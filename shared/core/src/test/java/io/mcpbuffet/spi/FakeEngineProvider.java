package io.mcpbuffet.spi;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.model.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes an engine without a worker, and knows what was done with it. Safe for use by many threads. */
public final class FakeEngineProvider implements EngineProvider {
    public final FakeEngine sql = new FakeEngine();
    public final AtomicInteger warmed = new AtomicInteger();
    public final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public Engine open(Tables tables, Limits limits) {
        return new Engine() {
            @Override
            public SqlEngine over(Tables seen) {
                return this;
            }

            @Override
            public void warmUp() {
                warmed.incrementAndGet();
            }

            @Override
            public Rows rows(
                    Optional<Path> database,
                    List<Path> files,
                    String statement,
                    List<Object> parameters,
                    Duration timeout) {
                return new Rows(List.of(), List.of());
            }

            @Override
            public QueryResult run(Query query, Progress progress) {
                return sql.run(query, progress);
            }

            @Override
            public Explanation explain(Query query, Progress progress) {
                return sql.explain(query, progress);
            }

            @Override
            public String dialect() {
                return sql.dialect();
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
    }
}
