package io.mcpbuffet.router;

import io.mcpbuffet.model.Explanation;
import io.mcpbuffet.model.QueryResult;
import io.mcpbuffet.spi.Progress;
import io.mcpbuffet.spi.Query;
import io.mcpbuffet.spi.SqlEngine;
import java.util.Optional;

/** The same where the rows of every table come here. */
class RemoteRowsEngineTest extends RemoteServerEngineTest {
    @Override
    protected Fixture fixture() {
        Fixture own = super.fixture();
        return new Fixture(new Here(own.engine()), own.orders(), own.customers(), own.earlier());
    }

    /** Asks for the engine of the router. */
    private record Here(SqlEngine engine) implements SqlEngine {
        private static Query here(Query query) {
            return new Query(
                    query.sql(), query.asOf(), Optional.of("duckdb"), query.maxRows(), query.timeout(), query.cursor());
        }

        @Override
        public QueryResult run(Query query, Progress progress) {
            return engine.run(here(query), progress);
        }

        @Override
        public Explanation explain(Query query, Progress progress) {
            return engine.explain(here(query), progress);
        }

        @Override
        public String dialect() {
            return engine.dialect();
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
