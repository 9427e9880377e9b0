package io.mcpbuffet.spi;

import io.mcpbuffet.config.Limits;

/** Makes the federated engine. Found by {@link java.util.ServiceLoader}, so that the server names no engine. */
public interface EngineProvider {
    /** Starts nothing yet: the worker process starts with the first statement. */
    Engine open(Tables tables, Limits limits);

    /** SQL from clients, and trusted SQL of our own, over one worker. */
    interface Engine extends SqlEngine, LocalSql {
        /** The same engine and worker over the tables as somebody else sees them. It is not to be closed. */
        SqlEngine over(Tables tables);

        /** Starts the worker in the background so that the first statement is quick. */
        void warmUp();

        /** Worker processes that were started in place of one that had died. */
        default long workerRestarts() {
            return 0;
        }
    }
}
