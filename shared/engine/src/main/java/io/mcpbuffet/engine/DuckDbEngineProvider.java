package io.mcpbuffet.engine;

import io.mcpbuffet.config.Limits;
import io.mcpbuffet.engine.worker.EngineWorkers;
import io.mcpbuffet.spi.EngineProvider;
import io.mcpbuffet.spi.Tables;
import java.time.Clock;

/** Opens the federated engine over a worker process of its own. */
public final class DuckDbEngineProvider implements EngineProvider {
    @Override
    public Engine open(Tables tables, Limits limits) {
        return new FederatedEngine(tables, EngineWorkers.create(limits), limits, Clock.systemUTC());
    }
}
